"""Whether a folder was loaded as it is now, so that a start need not compare every row again."""

import hashlib
from pathlib import Path

from seeds.finding import find_files
from seeds.models import Load
from seeds.readers import is_meta, reader_of
from seeds.records import shown


def is_loaded(folder: Path) -> bool:
    """Whether the last complete load of this folder took every file of it, with the content that it has now.

    False where anything is in doubt: a file was refused or is new, one is gone or cannot be read, or a document has settings
    beside it, which the load's record does not cover.
    """
    last = Load.objects.filter(paths=[shown(folder)], finished_at__isnull=False).order_by("-pk").first()
    if last is None or last.refused:
        return False
    known = dict(last.files.exclude(sha256="").values_list("path", "sha256"))
    here = {}
    for path, problem in find_files([folder]):
        if problem or is_meta(path):
            return False
        if reader_of(path):
            here[shown(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return here == known
