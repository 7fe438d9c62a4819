"""What is in the books is not garbage: the collector need not look at it again and again.

Python's full collections visit every object there is, and stop the whole server meanwhile: over sixty
thousand invoices for half a second. The books hold no cycles: nothing in them is ever for the collector.
"""

import gc
from typing import Final, Literal

_THRESHOLDS: Final = (700, 5, 2)
"""Full collections come after some ten thousand new objects, which take a millisecond or two."""


def spare_the_books() -> None:
    """From now on, what survives a full collection of this process is out of all later ones."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.callbacks.append(_after_collection)


def _after_collection(phase: Literal["start", "stop"], info: dict[str, int]) -> None:
    if phase == "stop" and info["generation"] == len(_THRESHOLDS) - 1:
        gc.freeze()
