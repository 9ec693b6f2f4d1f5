"""Invented establishments, agents and classes of a demo instance; always the same ones."""
