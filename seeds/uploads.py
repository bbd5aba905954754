"""Files that an editor chose, and texts that they pasted, into documents by the loader's readers: all of it, or told why not."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from seeds.readers import document_of, is_meta, reader_of
from seeds.readers.archives import is_archive
from seeds.readers.articles import read_article
from seeds.readers.editions import read_editions
from seeds.readers.files import kept_elsewhere
from seeds.readers.structured import read_structured
from seeds.records import Document, FileRead, Lines, Picture, Problem, Refusal, Said
from seeds.unpacking import Unpacking

LARGEST = 1_000_000  # bytes of one article
LARGEST_FILE = 10_000_000  # bytes of one file, which may hold several
MOST = 40  # articles at once
_FOR_THE_LOADER = (read_article, read_editions, read_structured)

Upload = tuple[str, bytes]


@dataclass
class Given:
    """The documents of some files, and what was not read of them, each with the file's name."""

    documents: list[Document] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def documents_in(uploads: Iterable[Upload], meta: Mapping[str, Any]) -> Given:
    """What the readers read in these files. `meta` is what the editor says of all of them, in the keys of a `.meta.yaml`."""
    given = Given()
    with TemporaryDirectory(prefix="newsroom-paste-") as name:
        root = Path(name)
        files = [_put(root / "files", upload) for upload in uploads]
        unpacked = root / "unpacked"
        unpacked.mkdir()
        unpacking = Unpacking(unpacked, {})
        with kept_elsewhere(unpacking.places):
            for document in _documents(files, unpacking, root / "files", given):
                if len(given.documents) == MOST:
                    given.problems.append(
                        f"There are more than {MOST} articles in this: these are the first. Use the loader for all of them."
                    )
                    break
                given.documents.append(replace(document, meta={**document.meta, **meta}))
    return given


def _put(root: Path, upload: Upload) -> Path:
    """A file under its own name, without the folders that a browser may name; in one folder with the others."""
    name = PurePosixPath(upload[0].replace("\\", "/").replace("\0", "")).name[-200:].lstrip(".") or "file"
    folder = root
    while (folder / name).exists():
        folder /= "again"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(upload[1])
    return folder / name


def _documents(files: list[Path], unpacking: Unpacking, root: Path, given: Given) -> Iterator[Document]:
    for path, problem in unpacking.found(files):
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        if problem:
            given.problems.append(f"{shown}: {problem.message}")
        elif is_meta(path) and document_of(path):
            continue  # read with its document
        else:
            yield from _of_file(path, shown, given)


def _of_file(path: Path, shown: Path, given: Given) -> Iterator[Document]:
    reader = reader_of(path)
    if reader is None:
        if not any(
            is_archive(parent) for parent in path.parents
        ):  # in an archive pictures and styles lie beside pages
            given.problems.append(
                f"{shown}: this kind of file is not read here. Open it, and paste its text instead."
            )
        return
    if reader in _FOR_THE_LOADER:
        given.problems.append(
            f"{shown}: this is a file for the loader (manage.py load_seeds), not a text to be read."
        )
        return
    file = reader(path)
    if file.not_ours:
        given.problems.append(f"{shown}: there is nothing in it that we read, whatever its name says.")
    given.problems += [_told(shown, problem) for problem in file.problems]
    for document in _found(file):
        if isinstance(document, Refusal):
            given.problems += [_told(shown, problem) for problem in document.problems]
        elif max(len(document.content), len(document.text)) > LARGEST:
            where = ", ".join(filter(None, (str(shown), document.part)))
            given.problems.append(
                f"{where}: this has more than {LARGEST // 1_000_000} MB: use the loader for it."
            )
        else:
            yield replace(document, path=shown)


def _found(file: FileRead) -> Iterator[Document | Refusal]:
    if file.document:
        yield file.document
    try:
        yield from file.documents or ()
    except Refusal as refusal:
        yield refusal


def _told(shown: Path, problem: Problem) -> str:
    parts = [str(shown), f"line {problem.line}" if problem.line else "", problem.field or "", problem.message]
    return ": ".join(filter(None, parts))


# On its way through the browser


def packed(document: Document) -> str:
    """A document as text, with all that the loader needs of it."""
    values = asdict(replace(document, lines=Lines(1)))
    values |= {"path": str(document.path), "content": document.content.decode("latin-1")}
    values["line"] = document.lines.line
    del values["lines"]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def unpacked_from(text: str) -> Document:
    """The document that `packed` wrote."""
    values = json.loads(text)
    said = values["said"]
    picture = Picture(**said["picture"]) if said["picture"] else None
    values |= {
        "path": Path(values["path"]),
        "content": values["content"].encode("latin-1"),
        "lines": Lines(values.pop("line")),
        "said": Said(**{**said, "bylines": tuple(map(tuple, said["bylines"])), "picture": picture}),
        "notes": tuple(Problem(**note) for note in values["notes"]),
    }
    return Document(**values)


__all__ = ["LARGEST", "LARGEST_FILE", "MOST", "Given", "documents_in", "packed", "unpacked_from"]
