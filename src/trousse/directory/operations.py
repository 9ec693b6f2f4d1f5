"""Writes of the directory that other rooms may call."""

from trousse.directory.offices import EVERYWHERE, Scope, give_office, withdraw_office

__all__ = ["EVERYWHERE", "Scope", "give_office", "withdraw_office"]
