"""Carry out what a fault rule does to a call: before the operation is executed, or to its answer."""

import asyncio
from collections.abc import Callable
from typing import Final

from sandbox.clock import Clock
from sandbox.web.actions import Action, DelayAction, DropAction, SlowAction, TruncateAction
from sandbox.web.answers import Answer, ordered
from sandbox.web.exchange import Exchange

DROPPED: Final = 0
"""The status noted for a call whose answer was lost."""


async def deliver(
    exchange: Exchange, action: Action | None, execute: Callable[[], Answer], clock: Clock
) -> int:
    """Answer the exchange, spoiled as ordered; the status the client was given."""
    if isinstance(action, DelayAction) and not action.commits:
        await asyncio.sleep(action.seconds)
    if action is None or action.commits or isinstance(action, DelayAction | TruncateAction | SlowAction):
        answer = execute()
    else:
        answer = Answer(DROPPED, b"", "")
    match action:
        case None:
            await exchange.send(answer)
        case DelayAction():
            if action.commits:
                await asyncio.sleep(action.seconds)
            await exchange.send(answer)
        case DropAction():
            exchange.drop()
            return DROPPED
        case TruncateAction():
            await exchange.send_half(answer)
        case SlowAction():
            await exchange.send_slowly(answer, action.seconds)
        case _:
            answer = ordered(action, exchange.spoken, clock)
            await exchange.send(answer)
    return answer.status
