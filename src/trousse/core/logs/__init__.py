"""Request ids and log lines without personal data.

Public: :func:`request_id`, :func:`request_id_is`.
"""

from trousse.core.logs.context import request_id, request_id_is

__all__ = ["request_id", "request_id_is"]
