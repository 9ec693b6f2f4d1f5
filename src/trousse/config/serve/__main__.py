"""Entry point of the launcher."""

import sys

from trousse.config.serve.launcher import main

if __name__ == "__main__":
    sys.exit(main())
