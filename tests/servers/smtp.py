"""A real SMTP server on loopback that keeps what it is sent."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class SmtpServer:
    """`messages` as they came, oldest first; `recipients` by the envelope, in the same order."""

    host = HOST

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self._refusals: deque[str] = deque()

    def refuse_next(self, code: int = 451, text: str = "Try again later") -> None:
        """Refuse one more message, after its data; called twice, two."""
        self._refusals.append(f"{code} {text}")

    def clear(self) -> None:
        self.messages.clear()
        self.recipients.clear()
        self._refusals.clear()

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self._refusals:
            return self._refusals.popleft()
        message = message_from_bytes(envelope.content or b"", _class=EmailMessage, policy=policy.default)  # type: ignore[arg-type]
        self.messages.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


@contextmanager
def smtp() -> Iterator[SmtpServer]:
    """Serve in a thread with a loop of its own, so that blocking tests can send as well."""
    handler, loop = SmtpServer(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="smtp-server", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_serve(handler), loop).result(10)
    try:
        yield handler
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _serve(handler: SmtpServer) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), HOST, 0)
    handler.port = server.sockets[0].getsockname()[1]
    return server


async def _end(server: asyncio.Server) -> None:
    server.close()
    everyone_else = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in everyone_else:
        task.cancel()
    await asyncio.gather(*everyone_else, return_exceptions=True)
