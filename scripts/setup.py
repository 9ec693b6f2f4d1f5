"""Entry of the Makefile: check the machine, prepare the checkout, run what was asked.

This file and ``bootstrap`` use the standard library only. This file must stay readable by
Python 3.6, so that an old Python gets a sentence and not a syntax error.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the whole point of this file
    sys.exit(
        "Trousse needs Python 3.11 or newer and this is Python %d.%d. "  # noqa: UP031
        "Give the path of a newer one: make run PYTHON=/path/to/python3.11" % sys.version_info[:2]
    )

sys.path.append(sys.path[0] + "/../src")  # the parts of the launcher that need no package

from bootstrap.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
