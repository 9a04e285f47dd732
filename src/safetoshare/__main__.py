"""`python -m safetoshare`: the same as the `safetoshare` command."""

import sys

from safetoshare.cli import main

sys.exit(main())
