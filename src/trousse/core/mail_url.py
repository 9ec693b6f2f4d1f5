"""Reading ``MAIL_URL`` and ``MAIL_FROM``. Without Django, because settings use it."""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import TypeAlias
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class FileMail:
    """Letters become ``.eml`` files of this directory."""

    directory: Path


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Letters go to this server; ``tls``: from the first byte, ``starttls``: after a greeting."""

    host: str
    port: int
    username: str
    password: str
    tls: bool
    starttls: bool

    def __repr__(self) -> str:
        return f"SmtpMail({self.host}:{self.port})"  # settings are printed; the password is not


MailRoad: TypeAlias = FileMail | SmtpMail


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:  # whose words may show a part of the password
        raise ValueError("the port is not a number; percent-encode the password") from None


def parse_mail_url(text: str) -> MailRoad:
    """Read ``file:PATH``, ``smtp://[USER:PASSWORD@]HOST[:PORT][?starttls=1]`` or ``smtps://…``.

    Raises ValueError, with words for the operator, when it is anything else.
    """
    parts = urlsplit(text)
    if parts.scheme == "file":
        if not parts.path.startswith("/"):
            raise ValueError("expected file: and an absolute path")
        return FileMail(Path(unquote(parts.path)))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("expected file:/PATH, smtp://HOST or smtps://HOST")
    tls = parts.scheme == "smtps"
    options = parse_qs(parts.query, strict_parsing=bool(parts.query))
    starttls = options.pop("starttls", ["0"])
    if options or starttls not in (["0"], ["1"]):
        raise ValueError("the only option is starttls=1")
    return SmtpMail(
        host=parts.hostname,
        port=_port(parts) or (465 if tls else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        starttls=starttls == ["1"],
    )


def parse_sender(text: str) -> str:
    """Read ``Name <address>`` or ``address``.

    Raises ValueError when it is not one address on one line.
    """
    name, address = parseaddr(text)
    local, _at, domain = address.rpartition("@")
    if not (local and domain and text.isprintable()):
        raise ValueError("expected Name <address> on one line")
    return formataddr((name, address))
