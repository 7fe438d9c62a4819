"""A query that does not parse, in the words of QBO's parser (a JavaCC one): 4000."""

from collections.abc import Iterable
from typing import Final

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from sandbox.faults import QboFault, fault

_NAMED: Final = {
    "$END": "<EOF>",
    "NAME": "<IDENTIFIER>",
    "STRING": "<STRING>",
    "INTEGER": "<INTEGER>",
    "DECIMAL": "<DECIMAL>",
    "OPERATOR": "<COMPARISON>",
    "BOOLEAN": "<BOOLEAN>",
    "_AND": "<AND>",
    "_OR": "<OR>",
    "STAR": '"*"',
    "LPAR": '"("',
    "RPAR": '")"',
    "COMMA": '","',
    "DOT": '"."',
}
_BESIDE: Final = {"_AND": ("<OR>",), "_MAXRESULTS": ('"iterator"',)}
"""What QBO's parser lists as well, and QBO refuses all the same."""


def parse_fault(text: str, error: UnexpectedInput) -> QboFault:
    """The fault, with the place, what was there and what was expected."""
    match error:
        case UnexpectedCharacters():
            detail = f"Invalid content. {_lexical(text, error)}"
        case UnexpectedToken():
            expected = error.accepts or error.expected
            detail = f"Encountered {_encountered(text, error)}.\n{_expecting(expected)}"
        case _:
            raise error
    return fault("4000", f"QueryParserError: {detail}")


def _encountered(text: str, error: UnexpectedToken) -> str:
    token = error.token
    if token.type == "$END":
        lines = text.splitlines() or [""]
        return f'"<EOF>" at line {len(lines) if text else 0}, column {len(lines[-1])}'
    kind = _shown("_OR" if token.lower() == "or" else token.type)
    return f'" {kind} "{token} "" at line {token.line}, column {token.column}'


def _lexical(text: str, error: UnexpectedCharacters) -> str:
    """A character that begins nothing; or a string that never ends."""
    rest = text[error.pos_in_stream :]
    if rest.startswith("'"):
        lines = text.splitlines()
        escaped = rest.replace("\\", "\\\\").replace("'", "\\'")
        place = f"line {len(lines)}, column {len(lines[-1]) + 1}"
        return f'Lexical error at {place}.  Encountered: <EOF> after : "{escaped}"'
    place = f"line {error.line}, column {error.column}"
    return f'Lexical error at {place}.  Encountered: "{rest[:1]}" ({ord(rest[:1] or " ")}), after : ""'


def _expecting(names: Iterable[str]) -> str:
    shown = {each for name in names for each in (_shown(name), *_BESIDE.get(name, ()))}
    ordered = sorted(shown, key=lambda each: (each != "<EOF>", each.strip('"<>').lower()))
    lines = "\n".join(f"    {each} " if each == "<EOF>" else f"    {each} ..." for each in ordered)
    return f"Was expecting{' one of' if len(shown) > 1 else ''}:\n{lines}\n    "


def _shown(name: str) -> str:
    return _NAMED.get(name, f'"{name.lstrip("_").lower()}"')
