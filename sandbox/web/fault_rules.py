"""Fault rules: which calls they strike, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sandbox.shapes import JsonObject
from sandbox.web.actions import Action, FaultAction


class Match(BaseModel):
    """All that is given must fit. `path` and `body_contains` are found anywhere in path or body."""

    model_config = ConfigDict(extra="forbid")
    method: str | None = None
    path: str | None = None
    entity: str | None = None
    operation: str | None = None
    body_contains: str | None = None


class RuleIn(BaseModel):
    """A rule: skip the first `skip` calls that match, strike `times` of the rest (all, if not given)."""

    model_config = ConfigDict(extra="forbid")
    realm: str | None = None
    match: Match = Match()
    skip: Annotated[int, Field(ge=0)] = 0
    times: Annotated[int, Field(ge=1)] | None = None
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    seed: int | None = None
    action: Action


@dataclass(frozen=True, slots=True)
class Subject:
    """What a call, or an item of a batch, is about. An operation can be of several entities: a batch."""

    realm: str | None
    method: str
    path: str
    about: Sequence[tuple[str, str]]
    body: str
    item: bool = False


class Rule:
    """A rule at work."""

    def __init__(self, number: str, asked: RuleIn) -> None:
        self.id = number
        self.asked = asked
        self.matched = 0
        self.struck = 0
        self._random = Random(asked.seed)  # noqa: S311 - chance for tests, repeatable by its seed

    def strikes(self, subject: Subject) -> bool:
        """Whether it strikes this call; counts it."""
        if not self._fits(subject):
            return False
        self.matched += 1
        spent = self.asked.times is not None and self.struck >= self.asked.times
        if self.matched <= self.asked.skip or spent or self._random.random() >= self.asked.probability:
            return False
        self.struck += 1
        return True

    def _fits(self, subject: Subject) -> bool:
        match = self.asked.match
        if self.asked.realm not in {None, subject.realm} or self._per_item(subject) != subject.item:
            return False
        return (
            (match.method is None or match.method.upper() == subject.method)
            and (match.path is None or match.path in subject.path)
            and (match.body_contains is None or match.body_contains in subject.body)
            and any(
                _same(match.entity, entity) and _same(match.operation, op) for entity, op in subject.about
            )
        )

    def _per_item(self, subject: Subject) -> bool:
        """A fault on an entity's operation strikes the item of a batch, everything else the whole call."""
        match = self.asked.match
        in_batch = subject.item or any(operation == "batch" for _, operation in subject.about)
        narrow = match.entity is not None or match.operation not in {None, "batch"}
        return in_batch and narrow and isinstance(self.asked.action, FaultAction)

    def as_json(self) -> JsonObject:
        """As the control side shows it."""
        asked = self.asked.model_dump(mode="json", exclude_none=True)
        return {"id": self.id, "matched": self.matched, "struck": self.struck, **asked}


class FaultRules:
    """The rules in force, asked in the order of their making; the first that strikes decides."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._numbers = count(1)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(self, asked: RuleIn) -> Rule:
        """Put a rule in force."""
        rule = Rule(str(next(self._numbers)), asked)
        self._rules[rule.id] = rule
        return rule

    def all(self) -> list[Rule]:
        """Those in force."""
        return list(self._rules.values())

    def get(self, number: str) -> Rule | None:
        """One of them."""
        return self._rules.get(number)

    def remove(self, number: str | None = None) -> bool:
        """Take one out of force, or all."""
        if number is None:
            self._rules.clear()
            return True
        return self._rules.pop(number, None) is not None

    def struck_by(self, subject: Subject) -> Action | None:
        """What happens to the call, if anything."""
        return next((rule.asked.action for rule in self._rules.values() if rule.strikes(subject)), None)


def _same(asked: str | None, found: str) -> bool:
    return asked is None or asked.lower() == found.lower()
