"""What the use cases need of the outside."""

from __future__ import annotations

from dataclasses import dataclass

from domain.ports.clock import Clock, Dice, Ids
from domain.ports.connector import Connector
from domain.ports.doorbell import Doorbell
from domain.ports.ledger import Ledgers
from domain.ports.notifier import Notifier
from domain.ports.pulse import Pulse
from domain.ports.source import Source
from domain.ports.unit_of_work import UnitsOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything that the use cases need of the outside."""

    units_of_work: UnitsOfWork
    ledgers: Ledgers
    connector: Connector
    source: Source
    doorbell: Doorbell
    notifier: Notifier
    database: Pulse
    queue: Pulse
    clock: Clock
    ids: Ids
    dice: Dice
