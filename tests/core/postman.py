"""A mail server on the loopback, that says what a test wants it to say."""

import asyncio
import queue
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Postman:
    """Shows each letter before it answers; ``silent``: never answers."""

    port: int
    recipient_answer: str = "250 OK"
    data_answer: str = "250 OK"
    letters: "queue.Queue[bytes]" = field(default_factory=queue.Queue)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's names
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.put(envelope.content)
        if self.silent.is_set():
            await asyncio.Event().wait()  # until the client is gone
        return self.data_answer

    def let_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, who: Any) -> Any:
        self.logins.append((who.login, who.password))
        return AuthResult(success=who.password == b"s@cret", handled=False)

    def next_letter(self) -> EmailMessage:
        """Wait for a letter and return it."""
        message = message_from_bytes(self.letters.get(timeout=60), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


class TlsController(Controller):
    """aiosmtpd waits for a greeting, which needs a client that trusts the certificate."""

    def _trigger_server(self) -> None:
        socket.create_connection((self.hostname, self.port)).close()


@contextmanager
def postman(tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Postman]:
    """Serve on a free port; ``tls``: from the first byte; ``options``: aiosmtpd's."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler = Postman(port=free.getsockname()[1])
    if options.get("auth_required"):
        options["authenticator"] = handler.let_in
    controller = (TlsController if tls else Controller)(
        handler, hostname="127.0.0.1", port=handler.port, ssl_context=tls, **options
    )
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
