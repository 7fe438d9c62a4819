"""What a worker can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """All times in seconds.

    `jobs`: companies drained side by side; all workers' together stay below `queue_read_limit`,
    else jobs under way hide those behind them. `poll`: how often the queue is looked at.
    `sweep`: whole seconds from 1 to 60. `job_limit`: a drain is cancelled after it.
    `patience`: how long jobs in hand may go on after a stop; longer than the longest push.
    `reconnect`: the pause before a worker that lost Redis starts again.
    """

    jobs: int = 50
    queue_read_limit: int = 1000
    poll: float = 0.05
    sweep: int = 5
    job_limit: float = 300
    patience: float = 150
    health: float = 15
    reconnect: float = 1
