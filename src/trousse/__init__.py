"""Trousse: the tools everybody needs at school, in one place."""

__version__ = "0.1.0"
