"""The ways out: a directory of files, or a mail server."""

import os
import smtplib
import ssl
from email.message import EmailMessage

from django.conf import settings

from trousse.core.mail_url import FileMail, MailRoad, SmtpMail

TIMEOUT = 15
"""Seconds that one exchange with the server may take."""


class Refused(Exception):
    """The server refuses this letter for good: trying again would not help."""


def deliver(message: EmailMessage, file_name: str) -> None:
    """Hand the message over by the road that ``MAIL_URL`` names.

    Raises Refused when it is refused for good, OSError (smtplib's errors are) when it may pass
    later.
    """
    road: MailRoad = settings.MAIL_ROAD
    if isinstance(road, FileMail):
        _write_file(message, road, file_name)
    else:
        _send_by_smtp(message, road)


def _write_file(message: EmailMessage, road: FileMail, file_name: str) -> None:
    road.directory.mkdir(parents=True, exist_ok=True)
    unfinished = road.directory / f".{file_name}.{os.getpid()}"
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(road.directory / f"{file_name}.eml")


def _send_by_smtp(message: EmailMessage, road: SmtpMail) -> None:
    try:
        with _connect(road) as server:
            if road.starttls:
                server.starttls(context=ssl.create_default_context())
            if road.username:
                server.login(road.username, road.password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _reason in error.recipients.values()]
        _raise_if_final(min(codes), error)
        raise
    except smtplib.SMTPDataError as error:
        _raise_if_final(error.smtp_code, error)
        raise


def _connect(road: SmtpMail) -> smtplib.SMTP:
    if road.tls:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(road.host, road.port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(road.host, road.port, timeout=TIMEOUT)


def _raise_if_final(code: int, error: Exception) -> None:
    """Stop on a permanent reply about this letter (5xx, RFC 5321 §4.2.1).

    Permanent replies about us (sign-in, sender) are the operator's to mend: those are retried.
    """
    if code >= 500:  # noqa: PLR2004  # the class of permanent replies
        raise Refused(f"{type(error).__name__} {code}") from None
