"""The log keeps its promises on both databases."""

from __future__ import annotations

from tests.contracts.database.causes import CausesContract
from tests.contracts.database.failures import CauseListContract, ChoiceContract
from tests.contracts.database.log import LogContract
from tests.contracts.database.open_work import OpenWorkContract
from tests.contracts.database.pages import PagesContract


class TestSqlLog(LogContract): ...


class TestSqlLogPages(PagesContract): ...


class TestSqlLogCauses(CausesContract): ...


class TestSqlCauseList(CauseListContract): ...


class TestSqlChoice(ChoiceContract): ...


class TestSqlOpenWork(OpenWorkContract): ...
