"""A secret that is made once and kept in a file that only its owner may read."""

import fcntl
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """The secret in the file; whoever comes first makes it, also when several processes start at once."""
    try:
        with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed
            kept = file.read().strip()
            if not kept:
                kept = secrets.token_urlsafe(64)
                file.write(kept)
            return kept
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key in {path} cannot be read or made: {error.strerror}. "
            "Give the file to the user that runs the site, or set SECRET_KEY."
        ) from error
