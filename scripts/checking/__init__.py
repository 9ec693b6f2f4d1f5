"""The checks and tests of ``make lint`` and ``make test``, and what they need of the machine."""
