"""How often each asker asked in this minute, counted by all processes of a machine together.

The counts are in an SQLite file of their own below VAR_DIR: one statement counts and tells, so that no two processes
can miss each other, and nothing waits for the site's database. A minute is one of the clock: who never asks more than
n times in any minute is never counted beyond n.
"""

import logging
import os
import sqlite3
import threading
import time
from pathlib import Path

log = logging.getLogger(__name__)

MINUTE = 60  # seconds

_TABLE = """
    CREATE TABLE IF NOT EXISTS asked (who TEXT, minute INTEGER, times INTEGER NOT NULL, PRIMARY KEY (who, minute))
    WITHOUT ROWID
"""
_COUNT = """
    INSERT INTO asked VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times
"""


class Counter:
    """Counts in one file. Any thread may use it, and any process its own on the same file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._opened: dict[int, sqlite3.Connection] = {}
        self._swept = 0

    def count(self, who: str) -> int:
        """How often this asker has asked in this minute, this time included; 0 if it cannot be counted."""
        minute = int(time.time() // MINUTE)
        try:
            with self._lock:
                connection = self._connection()
                if minute != self._swept:
                    connection.execute("DELETE FROM asked WHERE minute < ?", [minute])
                    self._swept = minute
                return int(connection.execute(_COUNT, [who, minute]).fetchall()[0][0])
        except sqlite3.Error:
            log.exception("Requests cannot be counted in %s; all are answered.", self.file)
            return 0

    def _connection(self) -> sqlite3.Connection:
        """This process's own. One that was opened before a fork is neither used nor closed after it."""
        if os.getpid() not in self._opened:
            connection = sqlite3.connect(self.file, timeout=1, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # what a crash takes away counts for a minute only
            connection.execute(_TABLE)
            self._opened[os.getpid()] = connection
        return self._opened[os.getpid()]


def left_of_minute() -> float:
    """Seconds until counting begins anew."""
    return MINUTE - time.time() % MINUTE
