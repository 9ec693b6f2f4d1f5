"""Plugins that make every test strict: listed in ``tests/conftest.py``."""
