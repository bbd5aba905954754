"""What the tests of readers share: write a file, read it, see its documents and what was refused."""

from seeds.readers import reader_of
from seeds.records import Refusal


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reader = reader_of(path)
    assert reader
    return reader(path)


def parts(found):
    """The documents of a file and what was refused, as “line field: message”."""
    given = [found.document] if found.document else list(found.documents or [])
    documents = [part for part in given if not isinstance(part, Refusal)]
    problems = [*found.problems, *(p for part in given if isinstance(part, Refusal) for p in part.problems)]
    return documents, [f"{p.line} {p.field}: {p.message}" for p in problems]


def one(tmp_path, name, content):
    documents, problems = parts(read(tmp_path, name, content))
    assert problems == []
    (document,) = documents
    return document


def refused(tmp_path, name, content):
    documents, problems = parts(read(tmp_path, name, content))
    assert documents == []
    return problems
