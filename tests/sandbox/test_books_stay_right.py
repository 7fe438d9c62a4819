"""Whatever is done to the books, in whatever order, they stay right."""

from hypothesis import HealthCheck, Phase, settings

from tests.sandbox.stateful.machine import Books

TestBooks = Books.TestCase
TestBooks.settings = settings(
    max_examples=60,
    stateful_step_count=50,
    phases=(Phase.generate, Phase.shrink),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
