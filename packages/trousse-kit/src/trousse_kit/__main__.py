"""``python -m trousse_kit``."""

import sys

from trousse_kit.cli import main

sys.exit(main())
