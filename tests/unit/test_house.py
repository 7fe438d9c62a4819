"""The tree is the architecture: what import-linter and ruff cannot see of the rules of the house."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {"adapters", "api", "commands", "demo", "domain", "sandbox", "workers"}
FOLDERS = PACKAGES | {".ci", "alembic", "openapi", "tests"}
FILES = {
    ".dockerignore", ".env.example", ".gitignore", "CHANGELOG.md", "DECISIONS.md", "Dockerfile", "LICENSE",
    "Makefile", "README.md", "cli.py", "compose.yaml", "pyproject.toml", "uv.lock",
}  # fmt: skip
EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "misc"}
EMPTY_AFFIXES = re.compile(r"(Manager|Helper|Service|Impl)$|^(Abstract|I(?=[A-Z][a-z]))")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def ours(folder: Path) -> Iterator[Path]:
    """What is in a folder and not ignored by git."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    return (path for path in folder.iterdir() if not any(fnmatch(path.name, name) for name in ignored))


def modules(*packages: str) -> list[Path]:
    return [path for package in sorted(packages) for path in sorted((ROOT / package).rglob("*.py"))]


EVERY_MODULE = [*modules(*PACKAGES), ROOT / "cli.py"]


def breaking(rule: Callable[[Path], object], paths: list[Path]) -> dict[str, object]:
    """What each file says against a rule, for the message of a failure."""
    return {str(path.relative_to(ROOT)): found for path in paths if (found := rule(path))}


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def test_the_root_holds_what_was_agreed_and_nothing_else() -> None:
    found = list(ours(ROOT))
    assert {path.name for path in found if path.is_dir()} == FOLDERS
    assert {path.name for path in found if path.is_file()} == FILES


def test_the_folder_alembic_does_not_hide_the_package() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_the_domain_imports_the_standard_library_alone() -> None:
    assert not breaking(foreign_imports, modules("domain"))


def foreign_imports(path: Path) -> set[str]:
    imported = {name.split(".")[0] for node in nodes(path) for name in imported_by(node)}
    return imported - sys.stdlib_module_names - {"domain"}


def imported_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case _:
            return []


def test_names_say_something() -> None:
    assert not breaking(empty_names, EVERY_MODULE)


def empty_names(path: Path) -> set[str]:
    words = {path.stem, *path.relative_to(ROOT).parent.parts}
    classes = {node.name for node in nodes(path) if isinstance(node, ast.ClassDef)}
    return (words & EMPTY_NAMES) | {name for name in classes if EMPTY_AFFIXES.search(name)}


def test_files_stay_short() -> None:
    assert not breaking(lambda path: len(path.read_text().splitlines()) > LONGEST_FILE, EVERY_MODULE)


def test_functions_stay_short() -> None:
    assert not breaking(long_functions, EVERY_MODULE)


def long_functions(path: Path) -> list[str]:
    functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno >= LONGEST_FUNCTION]


def test_only_a_clock_reads_the_time() -> None:
    assert not breaking(readings_of_time, [path for path in EVERY_MODULE if path.name != "clock.py"])


def readings_of_time(path: Path) -> list[str]:
    return re.findall(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time)\(", path.read_text())


SEES_EVERY_COMPANY = {
    "domain/use_cases/authenticate.py": 1,  # a key says which company
    "domain/use_cases/companies.py": 1,  # the operator's list
    "domain/use_cases/notices.py": 1,
    "domain/use_cases/confirm.py": 2,  # tokens that nobody confirmed, of all; and who has these books
    "domain/use_cases/return_from_consent.py": 2,  # a state says which company; and who has these books
    "domain/use_cases/renew_idle.py": 1,  # nobody else remembers a company that is idle
    "domain/use_cases/notify.py": 2,  # mails of all, and companies whose mails may go again
    "domain/use_cases/receive_notices.py": 1,  # QuickBooks names realms
    "domain/use_cases/review.py": 1,
    "domain/use_cases/rotate_vault.py": 1,  # the operator's keys are those of all companies
    "domain/use_cases/sweep.py": 1,
}
"""Who may open a unit of work over all companies, and how often; all others work for one."""


def test_a_use_case_sees_its_own_company_alone() -> None:
    assert breaking(units_over_all_companies, modules("domain")) == SEES_EVERY_COMPANY


def units_over_all_companies(path: Path) -> int:
    return sum(isinstance(node, ast.Call) and is_units_of_work(node.func) for node in nodes(path))


def is_units_of_work(called: ast.expr) -> bool:
    match called:
        case ast.Attribute(attr="_units_of_work") | ast.Name(id="units_of_work"):
            return True
        case _:
            return False
