"""Queueing a letter, in the transaction of the write it tells about."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from trousse.core.mail.letters import SUBJECT_LENGTH, Letter, checked_address, single_line
from trousse.core.mail.sending import send_mail
from trousse.core.models import Mail
from trousse.core.tasks import enqueue


def queue_letter(letter: Letter) -> None:
    """Keep the letter and ask a worker to send it once the transaction commits.

    A letter whose key is known already is left alone. Raises InvalidInput for a bad address.
    """
    to = checked_address(letter.to)
    reply_to = checked_address(letter.reply_to) if letter.reply_to else ""
    with transaction.atomic():
        if Mail.objects.filter(key=letter.key).exists():
            return
        mail = Mail(
            key=letter.key,
            message_id=message_id(letter.key),
            to=to,
            reply_to=reply_to,
            subject=single_line(letter.subject)[:SUBJECT_LENGTH],
            text=letter.text,
            html=letter.html,
            language=letter.language,
            about=str(letter.about or ""),
            headers=extra_headers(letter),
            **_calendar_fields(letter),
        )
        # Written at the same moment elsewhere: one row stays, and the task of the other finds none.
        Mail.objects.bulk_create([mail], ignore_conflicts=True)
        enqueue(send_mail, mail=mail.public_id)


def message_id(key: str) -> str:
    """Return the Message-ID (RFC 5322 §3.6.4) of the letter of that key, always the same one.

    Keyed by the instance's secret, so that it does not tell the key.
    """
    return f"<{salted_hmac('trousse.mail', key).hexdigest()[:32]}@{settings.SITE_HOST}>"


def extra_headers(letter: Letter) -> dict[str, str]:
    """Return the header fields of the letter's conversation and list.

    The conversation's first message is never sent: mail programs group the letters that refer
    to the same one all the same (RFC 5322 §3.6.4). There is no ``Precedence``: RFC 2076 calls it
    discouraged, and ``Auto-Submitted`` says what it was used for.
    """
    headers = {}
    if letter.thread:
        headers["In-Reply-To"] = headers["References"] = message_id(f"thread/{letter.thread}")
    if letter.mailing is not None:
        name = single_line(letter.mailing.name).replace("\\", "").replace('"', "")
        headers["List-Id"] = f'"{name}" <{letter.mailing.id}>'
        headers["List-Unsubscribe"] = f"<{letter.mailing.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _calendar_fields(letter: Letter) -> dict[str, Any]:
    part = letter.calendar
    if part is None:
        return {}
    return {
        "calendar": part.content,
        "calendar_method": part.method,
        "calendar_filename": single_line(part.filename),
    }
