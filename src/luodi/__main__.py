"""`python -m luodi` is the `luodi` command."""

import sys

from luodi.config.cli import main

sys.exit(main())
