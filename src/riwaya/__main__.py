"""`python -m riwaya` is `riwaya`."""

import sys

from riwaya.cli import main

if __name__ == "__main__":
    sys.exit(main())
