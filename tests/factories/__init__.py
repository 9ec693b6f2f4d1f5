"""Believable objects for the tests, one module per app."""
