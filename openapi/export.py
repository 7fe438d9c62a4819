"""Write the contract, or (--check) say whether the committed one is what the code says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api import contract
from api.main import assemble
from api.settings import ApiSettings

COMMITTED = Path(__file__).with_name("openapi.json")


def exported() -> str:
    """The document as text; the same code makes the same text."""
    document = contract.document(assemble(ApiSettings(cursor_secret=b"unused")))
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Return 0 unless the check fails."""
    if sys.argv[1:] != ["--check"]:
        COMMITTED.write_text(exported(), encoding="utf-8")
        return 0
    if COMMITTED.read_text(encoding="utf-8") == exported():
        return 0
    sys.stderr.write("openapi/openapi.json is not what the code says: run `make openapi`.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
