"""The errors that billing staff have known for years; their messages keep the wording."""

from __future__ import annotations

from domain.catalogue.shape import CatalogueRow, RemedyKind, Who

CLASSICS = (
    CatalogueRow(
        code="name_already_exists",
        title="The name is taken",
        message="The name supplied already exists",
        meaning=(
            "The contact matches no customer that is free, and its name is taken in QuickBooks, "
            "mostly by a vendor."
        ),
        correction=(
            "Change the display name of the vendor or employee in QuickBooks, then resync.",
            "Or change the contact's organisation, first name, last name or suffix, and submit it again.",
            "Or look who holds the name, link the contact to a customer by hand, then resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(
            RemedyKind.CORRECT_RECORD,
            RemedyKind.SEE_CANDIDATES,
            RemedyKind.LINK_CONTACT,
            RemedyKind.RESYNC,
            RemedyKind.EXCLUDE,
        ),
    ),
    CatalogueRow(
        code="invoice_number_conflict",
        title="Another customer has this invoice number",
        message=(
            "The payment you are trying to apply to the invoice either does not exist "
            "or it belongs to another customer."
        ),
        meaning="QuickBooks has an invoice with this number for a different customer.",
        correction=(
            "Void or write off this invoice in the billing system and make it again under a new number.",
            "Renumber future invoices, so that they do not meet the numbers in QuickBooks.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="invoice_of_other_customer",
        title="The invoice belongs to another customer",
        message=(
            "Error adding Payment. Error: The payment you are trying to apply to the invoice "
            "either does not exist or it belongs to another customer."
        ),
        meaning=(
            "The payer is not the invoice's customer. "
            "QuickBooks does not apply one customer's payment to another's invoice."
        ),
        correction=("Apply the payment from the invoice's own contact, and submit it again.",),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="fee_item_not_mapped",
        title="A fee item is not mapped",
        message="No fee item mapped for line item: invoice {number}, price {price}, quantity {quantity}",
        meaning="The fee item of a line has no product or service in QuickBooks.",
        correction=(
            "Map the fee item to a product or service, then resync.",
            "If that is not in the list, it is inactive: reactivate it in QuickBooks, then map it.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.MAP_FEE_ITEM, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="payment_already_exists",
        title="QuickBooks has a payment with this reference",
        message="Payment Ref#: {ref} Already exists for Customer {customer}",
        meaning="QuickBooks has a payment with this reference for the customer, and it is not one of ours.",
        correction=(
            "Look at that payment in QuickBooks. If it is this one, adopt it.",
            "If it is another one, give this payment a reference of its own and submit it again.",
            "Or exclude the entry.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.ADOPT, RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="invoice_already_exists",
        title="QuickBooks has this invoice",
        message="Invoice: {number} Already exists for Customer {customer}",
        meaning="QuickBooks has an invoice with this number for the customer, and it is not one of ours.",
        correction=(
            "Look at that invoice in QuickBooks. If it is this one, adopt it; payments on it follow.",
            "If it is another one, renumber this invoice and submit it again.",
            "Or exclude the entry.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.ADOPT, RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="credit_invoice_not_found",
        title="The invoice of the credit is not in QuickBooks",
        message="Credit Ref#: {ref} Could not find applied invoice Ref#: {number}",
        meaning=(
            "The invoice the credit is applied to is not in QuickBooks, "
            "often because it is older than the integration."
        ),
        correction=("Submit that invoice, then resync the credit.",),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.SUBMIT_INVOICE, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="payment_invoice_not_found",
        title="The invoice of the payment is not in QuickBooks",
        message="Payment Ref#: {ref} Could not find applied invoice Ref#: {number}",
        meaning=(
            "The invoice the payment is applied to is not in QuickBooks, "
            "often because it is older than the integration."
        ),
        correction=("Submit that invoice, then resync the payment.",),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.SUBMIT_INVOICE, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="invoice_not_found",
        title="The invoice is not in QuickBooks any more",
        message="Invoice not found: {number}",
        meaning="The invoice was submitted, but is not in QuickBooks any more, or its own sync was given up.",
        correction=(
            "Submit the invoice again and resync its own entry, which makes it anew in QuickBooks.",
            "Or, if it was entered again there, adopt it from that entry.",
            "Then resync what is applied to it.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.SUBMIT_INVOICE, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="write_off_account_not_mapped",
        title="The income account is not mapped to bad debt",
        message="Error Adding Write-off There is no income account associated with the item Bad Debt.",
        meaning=(
            "The income account of what is written off is not mapped to the bad-debt product or service, "
            "or that one has no income account in QuickBooks."
        ),
        correction=(
            "Map the income account to the bad-debt product or service, then resync.",
            "Check that this product or service has an income account in QuickBooks.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.MAP_INCOME_ACCOUNT, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="unauthorized",
        title="The connection was refused",
        message="Unauthorized - 401",
        meaning="The secure connection to QuickBooks was refused.",
        correction=(
            "Nothing: it is tried again by itself.",
            "If it lasts, connect QuickBooks again, then resync.",
        ),
        who=Who.ADMINISTRATOR,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="unreadable_source_data",
        title="The billing system's answer is no data",
        message="'{start}' is an invalid start of a value",
        meaning="The billing system answered with a page instead of data, mostly because it is very busy.",
        correction=("Nothing: it is tried again by itself. If it lasts, resync.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="empty_answer",
        title="QuickBooks gave an empty answer",
        message=(
            "The input does not contain any JSON tokens. "
            "Expected the input to start with a valid JSON token, when isFinalBlock is true."
        ),
        meaning="QuickBooks gave an empty answer, so nobody knows yet whether it took the record.",
        correction=("Nothing: 10 attempts are made.",),
        who=Who.NOBODY,
        retryable=True,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
)
