"""Writes of the directory that other rooms may call."""

from trousse.directory.bell_operations import set_bells
from trousse.directory.offices import EVERYWHERE, Scope, give_office, withdraw_office
from trousse.directory.staffing import Post, affiliate, end_affiliation, hide, show

__all__ = [
    "EVERYWHERE",
    "Post",
    "Scope",
    "affiliate",
    "end_affiliation",
    "give_office",
    "hide",
    "set_bells",
    "show",
    "withdraw_office",
]
