"""The ids and numbers of a transaction's lines."""

from sandbox.shapes import JsonObject


def numbered(lines: list[JsonObject], before: JsonObject | None) -> list[JsonObject]:
    """A line the client names by its id keeps it; every other gets the next one. All are counted from 1."""
    known = {line.get("Id") for line in (before or {}).get("Line", ())} - {None}
    last = max((int(each) for each in known if each.isdigit()), default=0)
    for position, line in enumerate(lines, start=1):
        line["LineNum"] = position
        if line.get("Id") not in known:
            last += 1
            line["Id"] = str(last)
    return lines
