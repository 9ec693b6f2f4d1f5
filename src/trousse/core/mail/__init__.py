"""Outgoing mail: queued with the write it tells about, sent by a worker.

Public: :func:`queue_letter`, :class:`Letter`, :class:`CalendarPart`,
:class:`MailingList`; reads in ``queries``.
"""

from trousse.core.mail.letters import CalendarPart, Letter, MailingList
from trousse.core.mail.queueing import queue_letter

__all__ = ["CalendarPart", "Letter", "MailingList", "queue_letter"]
