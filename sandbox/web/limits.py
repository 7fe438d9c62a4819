"""QBO's limits: sliding windows whose length a setting can shrink, and a quota of reads a month."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sandbox.settings import Limits

SECOND: Final = 1.0
MINUTE: Final = 60.0


class Knock(NamedTuple):
    """One call at the door: whose, when by a clock that only goes forward, and in which month."""

    application: str
    now: float
    month: str
    batch: bool = False
    metered: bool = False


@dataclass(slots=True)
class Window:
    """Moments of the calls in the last so many seconds."""

    seconds: float
    moments: deque[float] = field(default_factory=deque)

    def full(self, knock: Knock, scale: float, most: int) -> bool:
        """Whether `most` calls were let in within the window that ends now."""
        while self.moments and self.moments[0] <= knock.now - self.seconds / scale:
            self.moments.popleft()
        return len(self.moments) >= most


@dataclass(slots=True)
class Application:
    """What one application does in a company."""

    in_flight: int = 0
    second: Window = field(default_factory=lambda: Window(SECOND))
    batches: Window = field(default_factory=lambda: Window(MINUTE))


class Limiter:
    """The windows of one company. A refused call counts in none of them."""

    def __init__(self) -> None:
        self._applications: dict[str, Application] = {}
        self._minute = Window(MINUTE)
        self._batches = Window(MINUTE)
        self._month = ""
        self._reads = 0

    @contextmanager
    def in_flight(self, application: str) -> Iterator[None]:
        """Count a call from its arrival until it is answered."""
        counted = self._of(application)
        counted.in_flight += 1
        try:
            yield
        finally:
            counted.in_flight -= 1

    def admits(self, limits: Limits, knock: Knock) -> bool:
        """Let a call in if all its windows have room."""
        if not limits.enforce:
            return True
        asked = list(self._asked(limits, knock))
        if self._of(knock.application).in_flight > limits.concurrent or self._read_out(limits, knock):
            return False
        if any(window.full(knock, limits.scale, most) for window, most in asked):
            return False
        for window, _ in asked:
            window.moments.append(knock.now)
        self._reads += knock.metered
        return True

    def _asked(self, limits: Limits, knock: Knock) -> Iterator[tuple[Window, int]]:
        application = self._of(knock.application)
        yield application.second, limits.per_second
        yield self._minute, limits.per_minute
        if knock.batch:
            yield application.batches, limits.batches_per_minute
            yield self._batches, limits.company_batches_per_minute

    def _read_out(self, limits: Limits, knock: Knock) -> bool:
        """Whether the month's reads are used up; writes go on."""
        if knock.month != self._month:
            self._month, self._reads = knock.month, 0
        return knock.metered and self._reads >= limits.reads_per_month

    def _of(self, application: str) -> Application:
        return self._applications.setdefault(application, Application())
