"""Every code that our own source can give to an error, found by walking its syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("domain", "adapters", "api", "workers")
MAKER = ROOT / "domain/rules/failures.py"  # the one place that makes an error


class CannotTellError(AssertionError):
    """An error is made in a way that does not show its code."""


@dataclass(frozen=True, slots=True)
class Module:
    """One file; `strings` follows an expression to the strings that it can be."""

    path: Path
    tree: ast.Module

    def codes(self) -> Iterator[str]:
        """What is given to `failure`, and what holds up a company."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef) and node.name == "HoldReason":
                for each in node.body:
                    yield from self._strings(each.value) if isinstance(each, ast.Assign) else ()
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from self._given(node)

    def _given(self, call: ast.Call) -> set[str]:
        made_elsewhere = isinstance(call.func, ast.Name) and call.func.id == "SyncError"
        if made_elsewhere and self.path != MAKER and "domain/rules" in str(self.path):
            raise CannotTellError(f"{self.path}:{call.lineno} makes an error by itself")
        if not (isinstance(call.func, ast.Name) and call.func.id == "failure"):
            return set()
        found = self._strings(call.args[0])
        if not found:
            raise CannotTellError(f"{self.path}:{call.lineno}")
        return found

    def _strings(self, node: ast.expr) -> set[str]:  # noqa: PLR0911 - one for each kind
        match node:
            case ast.Constant(value=str() as value):
                return {value}
            case ast.IfExp(body=one, orelse=other):
                return self._strings(one) | self._strings(other)
            case ast.Dict(values=values):
                return set().union(*(self._strings(value) for value in values))
            case ast.Subscript(value=table):
                return self._strings(table)
            case ast.Name(id=name):
                return set().union(*(self._strings(value) for value in self._assigned(name)))
            case ast.Call(func=ast.Name(id=name)):
                return set().union(*(self._strings(value) for value in self._returned(name)))
            case _:
                return set()

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        for node in ast.walk(self.tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    yield value
                case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                    yield value

    def _returned(self, name: str) -> Iterator[ast.expr]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                yield from (
                    each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value
                )


def codes_raised() -> set[str]:
    """Of all our packages."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path != MAKER)
    modules = (Module(path, ast.parse(path.read_text())) for path in paths)
    return {code for module in modules for code in module.codes()}
