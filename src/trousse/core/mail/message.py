"""The MIME form of a letter."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from trousse.core.models import Mail

_SEVEN_BITS = SMTP.clone(cte_type="7bit")
"""What every server on the way accepts; lines stay under the 998 octets of RFC 5322."""


def mime_message(mail: Mail) -> EmailMessage:
    """Build the message of a queued letter; the same bytes at each attempt.

    With a calendar: ``mixed(alternative(text, html, calendar), attached .ics)``, the form that
    both calendar programs (which want the alternative part) and plain readers understand.
    """
    message = EmailMessage(policy=_SEVEN_BITS)
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.created_at)
    message["From"] = settings.MAIL_FROM
    message["To"] = mail.to
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no "out of office" in return
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    if mail.calendar is not None:
        _add_calendar(message, mail, bytes(mail.calendar))
    message["Content-Language"] = mail.language  # last: set_content removes Content-* headers
    return message


def _add_calendar(message: EmailMessage, mail: Mail, content: bytes) -> None:
    message.add_alternative(
        content.decode("utf-8"),
        subtype="calendar",
        params={"method": mail.calendar_method},
        cte="base64",
    )
    message.add_attachment(
        content, maintype="application", subtype="ics", filename=mail.calendar_filename
    )
