"""Django's settings, in three short files; what an administrator can change is in `knobs`."""

from .core import *  # noqa: F403
from .security import *  # noqa: F403
from .storage import *  # noqa: F403
