"""What fails for the sake of another record."""

from __future__ import annotations

from tests.acceptance.codes.case import Case, Cure, Scene
from tests.acceptance.codes.names import PRINTWORKS, a_vendors_name, another_contact
from tests.acceptance.town import Json, an_invoice


async def left_out(scene: Scene) -> Json:
    parent = await a_vendors_name(scene)
    scene.ids["parent"] = parent["id"]
    await scene.town.call("POST", f"/logs/{parent['id']}/exclude", {})
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    return await scene.town.failed(entry, "depends_on_failed")


def free_the_name(scene: Scene) -> None:
    scene.town.edit("rename", entity="Vendor", id=PRINTWORKS, name="Printworks (V)")


async def resync_the_parent(scene: Scene) -> None:
    await scene.town.resync({"id": scene.ids["parent"]})


async def free_the_name_and_resync_the_parent(scene: Scene) -> None:
    free_the_name(scene)
    await resync_the_parent(scene)


CASES = (
    Case(
        code="depends_on_failed",
        produce=left_out,
        message="It depends on contact c-1, which was left out: The name supplied already exists",
        cures={
            "resync_parent": Cure(first=free_the_name),
            "include_parent": Cure(first=free_the_name, then=resync_the_parent),
            "correct_record": Cure(first=another_contact, fill={"contact": "c-2"}),
            "resync": Cure(first=free_the_name_and_resync_the_parent),
        },
    ),
)
