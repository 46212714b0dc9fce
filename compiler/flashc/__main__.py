"""`python -m flashc`."""

import sys

from flashc.cli import main

if __name__ == "__main__":
    sys.exit(main())
