"""QBO's limits, in sliding windows whose length a setting can shrink."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from sandbox.settings import Limits

MINUTE: Final = 60.0
MONTH: Final = 30 * 86_400.0


@dataclass(slots=True)
class Window:
    """Moments of the calls in the last so many seconds."""

    moments: deque[float] = field(default_factory=deque)

    def full(self, now: float, seconds: float, most: int) -> bool:
        """Whether `most` calls were let in within the window that ends now."""
        while self.moments and self.moments[0] <= now - seconds:
            self.moments.popleft()
        return len(self.moments) >= most


class Limiter:
    """The windows of one company. A refused call counts in none of them."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._second = Window()
        self._minute = Window()
        self._batches = Window()
        self._reads = Window()

    def admits(self, limits: Limits, now: float, *, batch: bool, metered: bool) -> bool:
        """Let a call in if all its windows have room."""
        if not limits.enforce:
            return True
        asked = [(self._second, 1.0, limits.per_second), (self._minute, MINUTE, limits.per_minute)]
        if batch:
            asked.append((self._batches, MINUTE, limits.batches_per_minute))
        if metered:
            asked.append((self._reads, MONTH, limits.reads_per_month))
        if self.in_flight > limits.concurrent:
            return False
        if any(window.full(now, seconds / limits.scale, most) for window, seconds, most in asked):
            return False
        for window, _, _ in asked:
            window.moments.append(now)
        return True
