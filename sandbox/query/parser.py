"""From the text of a query to a statement; QBO's parser faults for what is none."""

import re
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Transformer, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from sandbox.faults import QboFault, fault
from sandbox.query.statement import DEFAULT_PAGE, MAX_PAGE, Comparison, Ordering, Statement

_GRAMMAR: Final = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
_SHOWN: Final = {
    "$END": "<EOF>",
    "NAME": "<IDENTIFIER>",
    "STRING": "<STRING>",
    "NUMBER": "<NUMERIC>",
    "OPERATOR": "<COMPARISON>",
    "BOOLEAN": "<BOOLEAN>",
    "STAR": '"*"',
    "LPAR": '"("',
    "RPAR": '")"',
    "COMMA": '","',
    "DOT": '"."',
}


def parse(text: str) -> Statement:
    """The statement; raises fault 4000 for what does not parse, 4001 for a page nobody can have."""
    try:
        tree = _PARSER.parse(text)
    except UnexpectedInput as error:
        raise _parse_fault(text, error) from None
    statement: Statement = _ToStatement().transform(tree)
    _check_paging(statement)
    return statement


class _ToStatement(Transformer[Token, Any]):
    """Turns the tree bottom up."""

    def start(self, children: list[Any]) -> Statement:
        selection, entity, where, order, *paging = children
        pages = dict(paging)
        return Statement(
            entity=str(entity),
            count=selection is None,
            fields=selection or (),
            where=tuple(where or ()),
            order=tuple(order or ()),
            start=pages.get("start", 1),
            most=pages.get("most", DEFAULT_PAGE),
        )

    def count(self, _: list[Any]) -> None:
        return None

    def fields(self, children: list[Any]) -> tuple[str, ...]:
        names = tuple(str(each) for each in children)
        return () if "*" in names else names

    def where(self, children: list[Any]) -> list[Any]:
        return children

    def order(self, children: list[Any]) -> list[Any]:
        return children

    def property(self, children: list[Any]) -> str:
        return ".".join(str(each) for each in children)

    def compares(self, children: list[Any]) -> Comparison:
        name, operator, value = children
        return Comparison(name, str(operator), (_value(value),))

    def like(self, children: list[Any]) -> Comparison:
        name, value = children
        return Comparison(name, "LIKE", (_value(value, keep_escapes=True),))

    def among(self, children: list[Any]) -> Comparison:
        name, *values = children
        return Comparison(name, "IN", tuple(_value(each) for each in values))

    def ordering(self, children: list[Any]) -> Ordering:
        name, direction = children
        return Ordering(name, direction is not None and str(direction).lower() == "desc")

    def start_position(self, children: list[Any]) -> tuple[str, int]:
        return "start", int(float(children[0]))

    def max_results(self, children: list[Any]) -> tuple[str, int]:
        return "most", int(float(children[0]))


def _value(token: Token | Tree[Token], *, keep_escapes: bool = False) -> str:
    text = str(token)
    if not isinstance(token, Token) or token.type != "STRING":
        return text
    inner = text[1:-1]
    return inner if keep_escapes else re.sub(r"\\(.)", r"\1", inner)


def _check_paging(statement: Statement) -> None:
    if statement.start < 1:
        raise fault("4001", "QueryValidationError: value of startposition must be greater than 0")
    if not 0 <= statement.most <= MAX_PAGE:
        raise fault("4001", f"QueryValidationError: value of maxresults must be between 0 and {MAX_PAGE}")


def _parse_fault(text: str, error: UnexpectedInput) -> QboFault:
    """QBO: 4000, with the place and what was expected there."""
    match error:
        case UnexpectedCharacters():
            character = text[error.pos_in_stream :][:1]
            detail = (
                f"Invalid content. Lexical error at line {error.line}, column {error.column}.  "
                f'Encountered: "{character}" ({ord(character or " ")}), after : ""'
            )
        case UnexpectedToken(token=token) if token.type != "$END":
            detail = (
                f'Encountered " {_shown(token.type)} "{token} "" at line {token.line}, column {token.column}.'
                f"\n{_expecting(error.accepts or error.expected)}"
            )
        case UnexpectedEOF() | _:
            lines = text.splitlines() or [""]
            place = f"line {len(lines) if text else 0}, column {len(lines[-1])}"
            expected = getattr(error, "accepts", None) or getattr(error, "expected", ())
            detail = f'Encountered "<EOF>" at {place}.\n{_expecting(expected)}'
    return fault("4000", f"QueryParserError: {detail}")


def _expecting(names: Any) -> str:  # noqa: ANN401 - lark gives a set or a list
    shown = sorted({_shown(name) for name in names})
    lines = "\n".join(f"    {each} ..." for each in shown)
    return f"Was expecting{' one of' if len(shown) > 1 else ''}:\n{lines}\n    "


def _shown(name: str) -> str:
    return _SHOWN.get(name, f'"{name.lstrip("_").lower()}"')


_PARSER: Final = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=True, propagate_positions=False)
