"""What the rules of the books add: records that QuickBooks would refuse, or has refused."""

from __future__ import annotations

from domain.catalogue.shape import CatalogueRow, RemedyKind, Who

REFUSALS = (
    CatalogueRow(
        code="field_too_long",
        title="A field is too long",
        message="{field} is too long: {length} characters, QuickBooks takes {limit}",
        meaning="QuickBooks keeps fewer characters of this field. Nothing is cut silently.",
        correction=("Shorten it in the billing system and submit the record again.",),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="invalid_characters",
        title="A field has characters that QuickBooks refuses",
        message="{field} has characters that QuickBooks does not take",
        meaning="Names take no colon, tab or line break, and no field takes an emoji.",
        correction=("Remove them in the billing system and submit the record again.",),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="discount_not_mapped",
        title="A discount is not mapped",
        message="No discount mapped for invoice {number}: discount {discount}, amount {amount}",
        meaning="The discount on the invoice has no account in QuickBooks that it goes to.",
        correction=(
            "Map the discount to an income or expense account, then resync.",
            "Or submit the invoice again without the discount, its prices lowered by it.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(
            RemedyKind.MAP_DISCOUNT,
            RemedyKind.CORRECT_RECORD,
            RemedyKind.RESYNC,
            RemedyKind.EXCLUDE,
        ),
    ),
    CatalogueRow(
        code="tax_not_mapped",
        title="A tax is not mapped",
        message="No tax mapped for line item: invoice {number}, tax {tax}",
        meaning="The tax on a line of the invoice has no tax code in QuickBooks.",
        correction=(
            "Map the tax to a tax code of QuickBooks, then resync; NON stands for no tax.",
            "If the line is not taxable, submit the invoice again without the tax.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.MAP_TAX, RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="several_taxes",
        title="The invoice has several taxes",
        message="Invoice {number} has several taxes: {taxes}; QuickBooks takes one on an invoice",
        meaning="The taxes on its lines are mapped to different tax codes, of which an invoice takes one.",
        correction=(
            "Map these taxes to one tax code of QuickBooks that holds all their rates, then resync.",
            "Or submit an invoice for each tax.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.CORRECT_RECORD, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="customer_inactive",
        title="The customer is inactive",
        message="Customer {customer} is inactive in QuickBooks",
        meaning="The contact's customer was made inactive in QuickBooks, which posts nothing to it.",
        correction=(
            "Make the customer active again in QuickBooks, then resync.",
            "Or, if it is somebody else, give the contact another name and submit it again.",
            "Or link the contact to another customer by hand, then resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(
            RemedyKind.RESYNC,
            RemedyKind.CORRECT_RECORD,
            RemedyKind.LINK_CONTACT,
            RemedyKind.EXCLUDE,
        ),
    ),
    CatalogueRow(
        code="reference_inactive",
        title="Something it uses is inactive or gone",
        message="Inactive or missing in QuickBooks: {what}",
        meaning=(
            "A product, service, payment method or tax code it uses "
            "was made inactive or deleted in QuickBooks."
        ),
        correction=(
            "Map it to another one that is active, then resync.",
            "Or make it active again in QuickBooks, then resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(
            RemedyKind.MAP_FEE_ITEM,
            RemedyKind.MAP_INCOME_ACCOUNT,
            RemedyKind.MAP_PAYMENT_METHOD,
            RemedyKind.MAP_TAX,
            RemedyKind.RESYNC,
            RemedyKind.EXCLUDE,
        ),
    ),
    CatalogueRow(
        code="account_not_mapped",
        title="An account cannot be posted to",
        message="QuickBooks cannot post to an account of {what}",
        meaning=(
            "The account that a discount is mapped to, or that a product or service earns to, "
            "is inactive, missing or of the wrong type in QuickBooks."
        ),
        correction=(
            "Map the discount to another account, or the fee item to another product, then resync.",
            "Or mend the account, or the product's income account, in QuickBooks, then resync.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(
            RemedyKind.MAP_DISCOUNT,
            RemedyKind.MAP_FEE_ITEM,
            RemedyKind.RESYNC,
            RemedyKind.EXCLUDE,
        ),
    ),
    CatalogueRow(
        code="document_number_conflict",
        title="The number is taken",
        message="Duplicate Document Number: {number} is already used in QuickBooks",
        meaning="QuickBooks refuses a second transaction with this number.",
        correction=(
            "Look for the number in QuickBooks. If it is this invoice, adopt it.",
            "If it is another transaction, renumber this invoice and submit it again.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.ADOPT, RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="period_closed",
        title="The books are closed for this date",
        message="The books are closed for {date}",
        meaning="The date is not after the closing date in QuickBooks; a closed period takes nothing.",
        correction=(
            "Ask the accountant to move the closing date in QuickBooks, then resync.",
            "Or submit the record again with a date in the open period.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.CORRECT_RECORD, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="deposited",
        title="The payment was deposited",
        message="Payment Ref#: {ref} is part of a bank deposit and cannot be changed",
        meaning="The payment was put into a bank deposit in QuickBooks, which locks it.",
        correction=(
            "Take the payment out of the deposit in QuickBooks, resync, then deposit it again.",
            "Or make the change in QuickBooks by hand, and exclude the entry.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="over_applied",
        title="More is applied than the invoice has open",
        message="{kind} Ref#: {ref} applies {amount} to invoice Ref#: {number}, which has {balance} open",
        meaning="The invoice was paid or credited in QuickBooks already, in part or in whole.",
        correction=(
            "Look at the invoice in QuickBooks and see what else was applied to it.",
            "Submit it again with no more than the open balance applied; the rest stays unapplied.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="invoice_moved",
        title="The invoice is another customer's by now",
        message="Invoice Ref#: {number} belongs to another customer in QuickBooks by now",
        meaning="Somebody merged the contact's customer into another, or moved the invoice, in QuickBooks.",
        correction=(
            "If the customer was merged, link the contact to the one that is left, then resync.",
            "Or give the invoice back to its customer in QuickBooks, then resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.LINK_CONTACT, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="credit_used_elsewhere",
        title="The credit is applied to something else",
        message="Credit Ref#: {ref} is applied to something else in QuickBooks",
        meaning=(
            "QuickBooks, or a person there, applied the credit memo to another invoice, or together with "
            "other credits. With automatic application on, QuickBooks does so by itself."
        ),
        correction=(
            "Take the credit off the other invoice in QuickBooks, then resync.",
            "Turn off automatic application of credits in QuickBooks' settings.",
            "Or leave it as it is in QuickBooks, and exclude the entry.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="invoice_paid",
        title="More is paid on the invoice than its new total",
        message="Invoice {number} has {paid} paid or credited in QuickBooks, and is to be {total}",
        meaning="QuickBooks would take the rest off the payments of the invoice without a word.",
        correction=(
            "Lower what is applied to it first: submit the payment or credit again, then resync.",
            "Or leave the invoice as it was, and submit a credit for the difference.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.CORRECT_RECORD, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="tax_differs",
        title="QuickBooks has another total",
        message="Ref#: {ref} was billed as {billed}, and is {total} in QuickBooks",
        meaning=(
            "It is in QuickBooks, where the tax or the sum came out differently, "
            "mostly because QuickBooks computes the sales tax by itself."
        ),
        correction=(
            "Correct the tax in QuickBooks, then resync: the totals are compared again.",
            "Or submit the record again with the right tax.",
        ),
        who=Who.ACCOUNTANT,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.CORRECT_RECORD, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="currency_mismatch",
        title="The customer has another currency",
        message="The record is in {currency}, but customer {customer} is in {customer_currency}",
        meaning="In QuickBooks a transaction must be in its customer's currency, which never changes.",
        correction=(
            "Submit the record again in the customer's currency.",
            "Or bill through a contact of its own for this currency.",
            "If the record is the contact, it can also be linked to a customer in its currency by hand.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(
            RemedyKind.CORRECT_RECORD,
            RemedyKind.LINK_CONTACT,
            RemedyKind.RESYNC,
            RemedyKind.EXCLUDE,
        ),
    ),
    CatalogueRow(
        code="changed_in_quickbooks",
        title="It was changed in QuickBooks",
        message="Somebody else changed or deleted this in QuickBooks",
        meaning="It is not as this service left it in QuickBooks, and reading it again did not help.",
        correction=(
            "Look at it in QuickBooks; when nobody is working on it, resync. What was deleted is made anew.",
            "If it was voided there, void it here, too, or exclude the entry.",
            "If it is a contact whose customer was merged or deleted, link it to another, then resync.",
            "If it was deleted or voided and entered again in QuickBooks, adopt what was entered.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.RESYNC, RemedyKind.LINK_CONTACT, RemedyKind.ADOPT, RemedyKind.EXCLUDE),
    ),
    CatalogueRow(
        code="rejected_by_quickbooks",
        title="QuickBooks refused it",
        message="QuickBooks refused it: {reason}",
        meaning="A rule of QuickBooks that has no row of its own here; its own text is in the details.",
        correction=(
            "Read what QuickBooks said, and correct the record or the books.",
            "Submit the record again, or resync.",
        ),
        who=Who.BILLING,
        retryable=False,
        remedies=(RemedyKind.CORRECT_RECORD, RemedyKind.RESYNC, RemedyKind.EXCLUDE),
    ),
)
