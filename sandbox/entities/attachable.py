"""Attachable: a note, or a file with what is known of it, tied to other objects."""

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.entities.entity import Behaviour, attachment
from sandbox.entities.fields import choice, computed, flag, many, opaque, ref, text
from sandbox.faults import QboFault, fault, missing
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

CATEGORIES: Final = (
    "Contact Photo",
    "Document",
    "Image",
    "Receipt",
    "Signature",
    "Sound",
    "Other",
)


class AttachableBehaviour(Behaviour):
    """It has a file or a note. What it is tied to was there once: it outlives that."""

    computes = frozenset({"Size"})

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        if "FileName" not in draft and "Note" not in draft:
            raise QboFault([missing("FileName")])
        held = [each.get("EntityRef") for each in (before or {}).get("AttachableRef", ())]
        for each in draft.get("AttachableRef", ()):
            if "EntityRef" in each and each["EntityRef"] not in held:
                _check(changes, each["EntityRef"])

    @override
    def remove(self, changes: "Changes", before: JsonObject) -> None:
        changes.company.files.forget(before["Id"])

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        file = company.files.get(stored["Id"])
        if file is None:
            return stored
        return {
            **stored,
            "Size": len(file.content),
            "FileAccessUri": f"/v3/company/{company.realm_id}/download/{stored['Id']}",
            "TempDownloadUri": f"{file.base}/files/{company.realm_id}/{file.key}",
        }


def _check(changes: "Changes", reference: JsonObject) -> None:
    """QBO: 6050 for a type nothing can be attached to, 2500 for an object that is not there."""
    kind = str(reference.get("type", ""))
    entity = next(
        (each for each in changes.company.entities.values() if each.name.lower() == kind.lower()), None
    )
    if entity is None:
        raise fault("6050", f"The entity reference type {kind} is unsupported for Attachable", "EntityRef")
    if changes.find(entity.name, reference["value"]) is None:
        detail = f"Invalid Reference Id : {entity.id_space} element id {reference['value']} not found"
        raise fault("2500", detail, "EntityRef")


ATTACHABLE = attachment(
    "Attachable",
    [
        text("FileName", 1000),
        text("Note", 2000),
        choice("Category", *CATEGORIES),
        text("ContentType", 100),
        text("Tag", 2000),
        text("Lat", 50),
        text("Long", 50),
        text("PlaceName", 2000),
        many(
            "AttachableRef",
            [
                ref("EntityRef"),
                text("LineInfo", 50),
                flag("IncludeOnSend"),
                flag("Inactive"),
                flag("NoRefOnly"),
                opaque("CustomField"),
            ],
            queryable=True,
        ),
        computed("Size", number=True),
        computed("FileAccessUri", queryable=False),
        computed("TempDownloadUri", queryable=False),
        computed("ThumbnailFileAccessUri", queryable=False),
        computed("ThumbnailTempDownloadUri", queryable=False),
    ],
    behaviour=AttachableBehaviour(),
)
