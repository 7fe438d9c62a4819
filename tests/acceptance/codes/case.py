"""How a code of the catalogue comes about against the sandbox, and what a person does about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from inspect import isawaitable

from domain.catalogue import CATALOGUE
from tests.acceptance.town import Json, Town, a_contact, an_invoice
from tests.servers.billing import BillingServer


@dataclass(kw_only=True)
class Scene:
    """A town and its billing system; `ids` is what a case has to remember of QuickBooks' objects."""

    town: Town
    billing: BillingServer
    ids: dict[str, str] = field(default_factory=dict)


Act = Callable[[Scene], object]
"""Something that is done in the scene; awaited, where it has to be."""

Produce = Callable[[Scene], Awaitable[Json]]

Fill = Mapping[str, object] | Callable[[Scene], Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """What a person does about a remedy besides calling it as it is given.

    `first` is done before, mostly in QuickBooks; `fill` stands for the nulls of the body, or is what is
    corrected of the record; `choose` stands in the braces; `then` follows; `resync`, too.
    """

    first: Act | None = None
    fill: Fill = field(default_factory=dict)
    choose: Mapping[str, str] = field(default_factory=dict)
    then: Act | None = None
    resync: bool = False

    def filling(self, scene: Scene) -> Json:
        """What it fills in, now that the ids are known."""
        return dict(self.fill(scene) if callable(self.fill) else self.fill)


EXCLUDE: Mapping[str, Cure] = {"exclude": Cure(fill={"reason": "Stays out"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way to a code: `produce` gives the entry that shows it.

    `cures` has one for each remedy that is offered, but the exclusion, which needs nothing else.
    `variant` tells several cases of a code apart.
    """

    code: str
    produce: Produce
    message: str
    cures: Mapping[str, Cure]
    outcome: str = "not_applied"
    status: str = "failed"
    variant: str = ""

    @property
    def name(self) -> str:
        return f"{self.code} {self.variant}".rstrip()

    @property
    def walks(self) -> Mapping[str, Cure]:
        """Every remedy that the entry must offer, in the catalogue's order."""
        cures = self.cures if self.variant else {**self.cures, **EXCLUDE}
        return {kind.value: cures[kind.value] for kind in CATALOGUE[self.code].remedies if kind in cures}


async def do(act: Act | None, scene: Scene) -> None:
    done = act(scene) if act else None
    if isawaitable(done):
        await done


async def acme(scene: Scene) -> None:
    """A member who is a customer."""
    await scene.town.submit("contact", "c-1", **a_contact())


async def billed(scene: Scene, amount: str = "350.00") -> Json:
    """A member with an invoice that is in QuickBooks."""
    await acme(scene)
    invoice = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", amount))
    return await scene.town.synced(invoice)


async def customer_of(scene: Scene, ref: str = "c-1") -> str:
    """The id of the contact's customer."""
    customer: str = (await scene.town.ask(f"/contacts/{ref}/link"))["quickbooks"]["id"]
    return customer


def enter(scene: Scene, entity: str, note: str = "", **fields: object) -> str:
    """Have a person enter something in QuickBooks."""
    made = scene.town.edit("create", entity=entity, fields=fields)["object"]
    scene.ids[note or entity] = made["Id"]
    return str(made["Id"])


def delete(entity: str) -> Act:
    """Have a person delete what was noted under this name."""
    return lambda scene: scene.town.edit("delete", entity=entity, id=scene.ids[entity])


def sales_line(amount: float, item: str = "3") -> Json:
    detail = {"ItemRef": {"value": item}, "Qty": 1, "UnitPrice": amount}
    return {"DetailType": "SalesItemLineDetail", "Amount": amount, "SalesItemLineDetail": detail}


def entered_invoice(scene: Scene, customer: str, number: str = "1001", amount: float = 350) -> str:
    return enter(
        scene,
        "Invoice",
        CustomerRef={"value": customer},
        DocNumber=number,
        TxnDate="2026-01-05",
        Line=[sales_line(amount)],
    )


def entered_payment(
    scene: Scene, customer: str, on: str | None = None, amount: float = 350, reference: str = "CHK 1"
) -> str:
    tie = [{"Amount": amount, "LinkedTxn": [{"TxnId": on, "TxnType": "Invoice"}]}] if on else []
    return enter(
        scene,
        "Payment",
        CustomerRef={"value": customer},
        TotalAmt=amount,
        PaymentRefNum=reference,
        TxnDate="2026-01-20",
        Line=tie,
    )


def fail(scene: Scene, entity: str, action: Mapping[str, object], operation: str = "create") -> None:
    """Have QuickBooks answer so, until `mend`."""
    match = {"entity": entity, "operation": operation}
    scene.ids["rule"] = scene.town.realm.add_fault({"match": match, "action": action})


def mend(scene: Scene) -> None:
    scene.town.realm.remove_fault(scene.ids["rule"])
