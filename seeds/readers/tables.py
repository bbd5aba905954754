"""Documents in rows: JSON Lines and CSV, with one set of columns (`row` in the schema)."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from seeds.readers import said
from seeds.readers.files import opened
from seeds.readers.schema import checked, definition, nearest
from seeds.readers.streams import Documents, streamed
from seeds.records import Document, FileRead, Lines, Picture, Problem, Refusal, Said

LONGEST = 10_000_000  # bytes of one line, and of one value
_NAMES = ("authors",)  # columns that are lists


def read_json_lines(path: Path) -> FileRead:
    """One object a line, in UTF-8."""
    return streamed(path, _json_lines)


def read_csv(path: Path) -> FileRead:
    """A line of column names, then rows; in UTF-8, with comma, semicolon or tabulator between values."""
    return streamed(path, _csv)


def _json_lines(path: Path) -> Documents:
    name = path.stem
    with opened(path) as file:
        for number, line in enumerate(_lines(file), 1):
            try:
                if not isinstance(line, Refusal) and line.strip():
                    yield _document(path, name, line.rstrip(b"\r\n"), _object(line, number), Lines(number))
                elif isinstance(line, Refusal):
                    yield Refusal(Problem(number, None, line.problems[0].message))
            except Refusal as refusal:
                yield refusal


def _object(line: bytes, number: int) -> Any:
    try:
        return json.loads(_text(line, number))
    except (ValueError, RecursionError) as error:
        message = f"This is not JSON: {getattr(error, 'msg', error)}. Write one object a line."
        raise Refusal(Problem(number, None, message)) from error


def _lines(file: BinaryIO) -> Iterator[bytes | Refusal]:
    """Each line, or why it is not read."""
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            cure = "split it, or put its text into a file of its own"
            yield Refusal(Problem(None, None, f"The line is longer than {LONGEST // 1_000_000} MB: {cure}."))
        else:
            yield line


def _text(line: bytes, number: int) -> str:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        message = f"The byte 0x{line[error.start]:02X} is not UTF-8: save the file as UTF-8."
        raise Refusal(Problem(number, None, message)) from error
    if "\0" in text:
        raise Refusal(Problem(number, None, "There is a NUL byte here, so this is no text: take it out."))
    return text


# CSV


class _Kept:
    """The lines of a file as text, those of the row at hand kept as bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self.lines, self.number, self.row = _lines(file), 0, b""

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.number += 1
            if isinstance(line, Refusal):
                raise self._end(line.problems[0].message)
            self.row += line
            if len(self.row) > 2 * LONGEST:
                raise self._end("This row has no end: look for a quotation mark left open.")
            try:
                yield _text(line, self.number)
            except Refusal as refusal:
                raise self._end(refusal.problems[0].message) from refusal

    def _end(self, message: str) -> Refusal:
        return Refusal(Problem(self.number, None, f"{message} The rows after this are not read."))

    def taken(self) -> bytes:
        row, self.row = self.row, b""
        return row


def _csv(path: Path) -> Documents:
    csv.field_size_limit(2 * LONGEST)  # _Kept ends a row before
    with opened(path) as file:
        kept = _Kept(file)
        lines = iter(kept)
        head = next(lines, "")
        columns = _columns(head)
        begin = kept.taken()
        rows = csv.reader(lines, delimiter=_delimiter(head), strict=True)
        while True:
            first = kept.number + 1
            try:
                row = _next(rows, first)
                source = kept.taken()
                if row is None:
                    return
                if any(value.strip() for value in row):
                    yield _document(
                        path,
                        path.stem,
                        begin + source.rstrip(b"\r\n"),
                        _by_column(columns, row, first),
                        Lines(first),
                    )
            except Refusal as refusal:
                kept.taken()
                yield refusal


def _next(rows: Iterator[list[str]], line: int) -> list[str] | None:
    """The next row; None at the end. Refusal for one that is no CSV; the rows after it can be read."""
    try:
        return next(rows, None)
    except csv.Error as error:
        message = f"This row cannot be read: {error}. Double the quotation marks inside a value."
        raise Refusal(Problem(line, None, message)) from error


def _delimiter(head: str) -> str:
    """What parts the column names, which hold none of the three themselves."""
    return max(",;\t", key=head.count)


def _columns(head: str) -> list[str]:
    if not head.strip():
        raise Refusal(Problem(1, None, "The file is empty: the first line names the columns."))
    try:
        names = [
            name.strip().lower() for name in next(csv.reader([head], delimiter=_delimiter(head), strict=True))
        ]
    except csv.Error as error:
        raise Refusal(Problem(1, None, f"The names of the columns cannot be read: {error}.")) from error
    known = list(definition("row")["properties"])
    wrong = [name for name in names if name not in known]
    problems = [Problem(1, name, f"“{name}” is no column here: {nearest(name, known)}") for name in wrong]
    twice = {name for name in names if names.count(name) > 1}
    problems += [
        Problem(1, name, f"The column “{name}” stands here twice: keep one.") for name in sorted(twice)
    ]
    if problems:
        raise Refusal(*problems)
    return names


def _by_column(columns: list[str], row: list[str], line: int) -> dict[str, Any]:
    if len(row) > len(columns):
        message = f"This row has {len(row)} values for {len(columns)} columns: put quotation marks around a value with commas."
        raise Refusal(Problem(line, None, message))
    values: dict[str, Any] = {name: value for name, value in zip(columns, row, strict=False) if value.strip()}
    for name in _NAMES:
        if name in values:
            values[name] = [author.strip() for author in values[name].split(";") if author.strip()]
    return values


# One row


def _document(path: Path, name: str, source: bytes, given: Any, lines: Lines) -> Document:
    row, problems = checked("row", given, lines)
    if not problems and not (row.get("text") or row.get("html") or "").strip():
        problems = [Problem(lines.line, "text", "There is no text in this row: fill “text” or “html”.")]
    body = said.body(row.get("html")) if not problems else None
    if not problems and not body and not (row.get("text") or "").strip():
        problems = [Problem(lines.line, "html", "There is no text in this HTML.")]
    if problems:
        raise Refusal(*problems)
    return Document(
        path,
        source,
        "" if body else _plain(row["text"]),
        lines=lines,
        said=_said(row, body),
        key=said.key_of(row.get("id"), row.get("publisher") or name),
        part=f"line {lines.line}",
        media_type="text/csv" if path.suffix.lower() == ".csv" else "application/json",
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(row: dict[str, Any], body: str | None) -> Said:
    headline = said.words(row.get("headline"))
    authors = row.get("authors") or []
    return Said(
        headline=headline,
        standfirst=said.words(row.get("standfirst")),
        dateline=said.words(row.get("dateline")),
        bylines=tuple(dict.fromkeys(line for author in authors for line in said.names(author))),
        publisher=said.words(row.get("publisher")),
        published=said.day(row.get("published")),
        url=row.get("url") or None,
        language=row.get("language") or None,
        rights=row.get("rights") or None,
        picture=_picture(row),
        html=said.without_heading(body, headline) if body else None,
        version=said.moment(row.get("updated")),
    )


def _picture(row: dict[str, Any]) -> Picture | None:
    if not row.get("image"):
        return None
    words = {name: said.words(row.get(f"image_{name}")) or "" for name in ("credit", "alt", "caption")}
    return Picture(row["image"], **words)
