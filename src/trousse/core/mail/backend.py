"""Django's mail back-end: letters of allauth and of Django take the same road as ours."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import get_language

from trousse.core.ids import new_public_id
from trousse.core.mail.letters import Letter
from trousse.core.mail.queueing import queue_letter


class QueueBackend(BaseEmailBackend):
    """Queues one letter per recipient. The sender is always ``MAIL_FROM``.

    Raises ValueError for attached files, which only :func:`queue_letter` knows how to carry.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                self._queue(message)
        return len(email_messages)

    def _queue(self, message: EmailMessage) -> None:
        if message.attachments:
            raise ValueError("Django's mail interface carries no attachment here")
        for recipient in message.recipients():
            queue_letter(
                Letter(
                    key=f"django:{new_public_id()}",
                    to=recipient,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html_of(message),
                    language=(get_language() or "fr")[:2],
                )
            )


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    parts = [content for content, mimetype in message.alternatives if mimetype == "text/html"]
    return str(parts[0]) if parts else ""
