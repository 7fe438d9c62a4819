"""From the text of a query to a statement; QBO's faults for what is none."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Transformer, Tree
from lark.exceptions import UnexpectedInput

from sandbox.faults import fault
from sandbox.query.parse_faults import parse_fault
from sandbox.query.statement import DEFAULT_PAGE, MAX_PAGE, Comparison, Ordering, Statement

_GRAMMAR: Final = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def parse(text: str) -> Statement:
    """The statement; raises fault 4000 for what does not parse, 4001 for a page nobody can have."""
    try:
        tree = _PARSER.parse(text)
    except UnexpectedInput as error:
        raise parse_fault(text, error) from None
    statement: Statement = _ToStatement().transform(tree)
    _check_paging(statement)
    return statement


class _ToStatement(Transformer[Token, Any]):
    """Turns the tree bottom up."""

    def start(self, children: list[Any]) -> Statement:
        selection, entity, where, order, *paging = children
        pages = dict(each for each in paging if each is not None)
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
        return tuple(str(each) for each in children)

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
        return "start", int(children[0])

    def max_results(self, children: list[Any]) -> tuple[str, int]:
        return "most", int(children[0])


def _value(token: Token | Tree[Token], *, keep_escapes: bool = False) -> str:
    text = str(token)
    if not isinstance(token, Token) or token.type != "STRING":
        return text
    inner = text[1:-1]
    return inner if keep_escapes else re.sub(r"\\(.)", r"\1", inner)


def _check_paging(statement: Statement) -> None:
    """QBO: 4001, in its words where they were seen."""
    if statement.start < 1:
        raise fault(
            "4001", f"QueryValidationError: value {statement.start} is too small. Min allowed value is 1"
        )
    if statement.most < 0:
        raise fault(
            "4001", f"QueryValidationError: value {statement.most} is too small. Min allowed value is 0"
        )
    if statement.most > MAX_PAGE:
        detail = f"value {statement.most} is too large. Max allowed value is {MAX_PAGE}"
        raise fault("4001", f"QueryValidationError: {detail}")


_PARSER: Final = Lark(_GRAMMAR, parser="lalr", lexer="basic", maybe_placeholders=True)
