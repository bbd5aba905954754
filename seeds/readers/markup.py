"""Files that end in `.xml`: feeds and NewsML-G2 by their first element; the rest is none of ours."""

import hashlib
from pathlib import Path

from seeds.readers import feeds, newsml
from seeds.readers.files import content_of
from seeds.readers.xml import root_of
from seeds.records import FileRead, Refusal


def read_xml(path: Path) -> FileRead:
    """The file by the reader of its first element."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        root = root_of(content)
    except Refusal as refusal:
        found.refuse(*refusal.problems)
        return found
    if root in feeds.ROOTS:
        return feeds.read_feed(path)
    if root in newsml.ROOTS:
        return newsml.read_newsml(path)
    found.not_ours = True
    return found
