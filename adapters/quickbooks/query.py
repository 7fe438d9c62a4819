"""Turn many questions into few queries, and share the answers out again.

Reads are metered, so questions of a kind go into one `IN (…)` list. QBO compares without
regard to case and to outer spaces; so does the sharing out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from domain.model.books import (
    LedgerCreditMemo,
    LedgerCustomer,
    LedgerInvoice,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
)
from domain.model.questions import (
    AccountWithId,
    BooksSettings,
    CreditMemoNumbered,
    CreditMemoWithId,
    CreditsAppliedFor,
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    Everything,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    PaymentMethodWithId,
    PaymentReferenced,
    PaymentWithId,
    Question,
    TaxCodeWithId,
    VendorNamed,
)

PAGE = 1000  # QBO's own most; its default is 100
MOST_VALUES = 50
MOST_CHARACTERS = 6000  # of all values together
IDS = frozenset({"Id", "CustomerRef"})
LAST_OF_THE_BASIC_PLANE = "\uffff"
UNHEARD_OF = frozenset({"Cc", "Cs"})  # control characters, halves of surrogate pairs

# Name lists return active objects only, unless they are asked for all.
OF_NAME_LISTS = " AND Active IN (true, false)"
NAME_LISTS = frozenset({"Customer", "Item", "Account", "PaymentMethod", "TaxCode", "Vendor", "Employee"})
# The ids of all others are digits; in the US two tax codes are called TAX and NON.
WORDS_FOR_IDS = frozenset({"TaxCode"})
MOST_ALIKE = 100  # customers that have a word in their name: whoever asks looks at a few


@dataclass(frozen=True, slots=True)
class Property:
    """What is compared, of which entity, and of which of its objects `only`."""

    entity: str
    name: str
    only: str = ""


COMPARED: Mapping[type[Question], Property] = {
    CustomerNamed: Property("Customer", "DisplayName"),
    CustomerWithId: Property("Customer", "Id"),
    InvoiceNumbered: Property("Invoice", "DocNumber"),
    InvoiceWithId: Property("Invoice", "Id"),
    PaymentReferenced: Property("Payment", "PaymentRefNum"),
    PaymentWithId: Property("Payment", "Id"),
    CreditMemoNumbered: Property("CreditMemo", "DocNumber"),
    CreditMemoWithId: Property("CreditMemo", "Id"),
    CreditsAppliedFor: Property("Payment", "CustomerRef", only=" AND TotalAmt = '0'"),
    ItemWithId: Property("Item", "Id"),
    AccountWithId: Property("Account", "Id"),
    PaymentMethodWithId: Property("PaymentMethod", "Id"),
    TaxCodeWithId: Property("TaxCode", "Id"),
    CustomerEmailed: Property("Customer", "PrimaryEmailAddr"),
    CustomerLike: Property("Customer", "DisplayName"),
    VendorNamed: Property("Vendor", "DisplayName"),
    EmployeeNamed: Property("Employee", "DisplayName"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One `IN (…)` list, read page by page."""

    compared: Property
    questions: tuple[Question, ...]

    @property
    def entity(self) -> str:
        """What its rows are."""
        return self.compared.entity

    def page(self, start: int) -> str:
        """The statement for the rows from `start` on, counted from 1."""
        values = dict.fromkeys(literal(_value(question)) for question in self.questions)
        everyone = OF_NAME_LISTS if self.entity in NAME_LISTS else ""
        # Without an order, a row could change pages between two calls.
        return (  # every value is a literal of our own making
            f"SELECT * FROM {self.entity} WHERE {self.compared.name} IN ({', '.join(values)})"  # noqa: S608
            f"{self.compared.only}{everyone} ORDERBY Id STARTPOSITION {start} MAXRESULTS {PAGE}"
        )

    def share_out(self, found: Iterable[LedgerObject]) -> dict[Question, tuple[LedgerObject, ...]]:
        """Give each question the objects that answer it."""
        by_value: dict[str, list[LedgerObject]] = defaultdict(list)
        for each in found:
            by_value[_alike(_held(each, self.compared))].append(each)
        return {question: _answer(question, by_value) for question in self.questions}


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeQuery(Query):
    """Those that have one word in their name; its first page only, and no list: LIKE takes one value."""

    def page(self, start: int) -> str:
        """The statement for the rows from `start` on, counted from 1."""
        pattern = literal(f"%{_value(self.questions[0])}%")
        return (  # the word is a literal of our own making
            f"SELECT * FROM {self.entity} WHERE {self.compared.name} LIKE {pattern}{OF_NAME_LISTS}"  # noqa: S608
            f" ORDERBY Id STARTPOSITION {start} MAXRESULTS {MOST_ALIKE}"
        )

    def share_out(self, found: Iterable[LedgerObject]) -> dict[Question, tuple[LedgerObject, ...]]:
        """Whatever it found answers its one question."""
        return {self.questions[0]: tuple(found)}


def plan(questions: Iterable[Question]) -> list[Query]:
    """The queries that answer all questions but those that QBO could only answer with nothing.

    A question that wants everything compares nothing, and is answered elsewhere.
    """
    kinds: dict[Property, dict[Question, None]] = defaultdict(dict)
    alike: dict[Question, Query] = {}
    for question in questions:
        if isinstance(question, Everything | BooksSettings) or not can_be_held(question):
            continue
        compared = COMPARED[type(question)]
        if isinstance(question, CustomerLike):
            alike[question] = LikeQuery(compared=compared, questions=(question,))
        else:
            kinds[compared][question] = None
    lists = [
        Query(compared=compared, questions=tuple(some))
        for compared, all_ in kinds.items()
        for some in _chunks(all_)
    ]
    return [*lists, *alike.values()]


def can_be_held(question: Question) -> bool:
    """Whether QBO could hold such a value at all; asking for one that it cannot would spoil a whole list.

    Its ids are digits, or, of tax codes, letters too; control characters and emoji are in none of
    the properties asked for.
    """
    value, compared = _value(question), COMPARED[type(question)]
    if compared.name in IDS:
        spelled = value.isalnum() if compared.entity in WORDS_FOR_IDS else value.isdigit()
        return value.isascii() and spelled
    return not any(char > LAST_OF_THE_BASIC_PLANE or category(char) in UNHEARD_OF for char in value)


def literal(value: str) -> str:
    r"""QBO's escapes are \' and \\; a doubled quote is a parse error."""
    escaped = value.strip().replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _chunks(questions: Iterable[Question]) -> Iterator[Sequence[Question]]:
    chunk: list[Question] = []
    length = 0
    for question in questions:
        more = len(literal(_value(question)))
        if chunk and (len(chunk) == MOST_VALUES or length + more > MOST_CHARACTERS):
            yield chunk
            chunk, length = [], 0
        chunk.append(question)
        length += more
    if chunk:
        yield chunk


def _value(question: Question) -> str:
    match question:
        case CustomerNamed(name=value) | VendorNamed(name=value) | EmployeeNamed(name=value):
            return value
        case InvoiceNumbered(number=value) | CreditMemoNumbered(number=value):
            return value
        case CustomerEmailed(email=value) | CustomerLike(word=value) | PaymentReferenced(reference=value):
            return value
        case CreditsAppliedFor(customer_id=value):
            return value
        case Everything() | BooksSettings():
            return ""
        case _:
            return question.id


def _held(found: LedgerObject, compared: Property) -> str:
    match compared.name, found:
        case "DisplayName", LedgerCustomer(name=name) | LedgerOther(name=name):
            return name
        case "PrimaryEmailAddr", LedgerCustomer(email=email):
            return email or ""
        case "DocNumber", LedgerInvoice(number=number) | LedgerCreditMemo(number=number):
            return number or ""
        case "CustomerRef", LedgerPayment(customer_id=customer_id):
            return customer_id
        case "PaymentRefNum", LedgerPayment(reference=reference):
            return reference or ""
        case _:
            return found.ref.id


def _answer(question: Question, by_value: Mapping[str, Sequence[LedgerObject]]) -> tuple[LedgerObject, ...]:
    found = by_value.get(_alike(_value(question)), ())
    if isinstance(question, PaymentReferenced):
        return tuple(each for each in found if _is_payment_of(question.customer_id, each))
    return tuple(found)


def _is_payment_of(customer_id: str, found: LedgerObject) -> bool:
    return isinstance(found, LedgerPayment) and found.customer_id == customer_id


def _alike(value: str) -> str:
    """Lower case, not case folding: that would take "Strasse" for "Straße", which QBO may not."""
    return value.strip().lower()
