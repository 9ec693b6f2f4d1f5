"""Entry of the Makefile for those who change Trousse; runs in ``.venv``, after ``setup.py``."""

import sys

sys.path.append(sys.path[0] + "/../src")

from checking.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
