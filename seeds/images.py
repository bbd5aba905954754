"""Pictures beside an article into the media store, each content once, and out of it again."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from articles.models import Image
from seeds.readers.files import content_of
from seeds.records import Record, Refusal
from seeds.refusals import checked_save, save
from seeds.report import Tally
from seeds.writer import Writer

_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}


def write_image(writer: Writer, record: Record, item: dict[str, Any], index: int, tally: Tally) -> int:
    """The id of a picture's row; the same picture with the same words is one row."""
    at = ("images", index)
    content = picture_beside(writer, record, item["file"], *at, "file")
    words = {"credit": item["credit"], "alt": item["alt"], "caption": item.get("caption") or ""}
    name = stored(writer, record, content, item.get("stored_as"), *at)
    row = Image.objects.filter(file=name, **words).order_by("pk").first()
    tally_row = row or Image(file=name, **words)
    if row is None:
        checked_save(tally_row, save, record, at)
    tally.share(tally_row, made=row is None)
    return int(tally_row.pk)


def picture_beside(writer: Writer, record: Record, file: str, *at: str | int) -> bytes:
    """The bytes of a picture whose path counts from the record's own file. Refusal if it is none."""
    path = record.path.parent / file
    writer.context.used.add(path.resolve())
    try:
        content = content_of(path)
        with Pillow.open(BytesIO(content)) as picture:
            picture.verify()
            if picture.format in _SUFFIXES:
                return content
        raise record.refuse(f"{file} is {picture.format}: save it as {', '.join(_SUFFIXES)}.", *at)
    except Refusal as refusal:
        raise record.refuse(f"{file}: {refusal.problems[0].message}", *at) from refusal
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        raise record.refuse(f"{file} is no picture that can be shown: {error}.", *at) from error


def stored(writer: Writer, record: Record, content: bytes, name: str | None, *at: str | int) -> str:
    """The name under which the media store has these bytes, put there if it had not.

    Named by content, so that a picture is stored once. A dump says the name, since its editions do too.
    """
    name = name or f"images/{hashlib.sha256(content).hexdigest()[:32]}{_suffix(content)}"
    try:
        if default_storage.exists(name):
            with default_storage.open(name, "rb") as known:
                if known.read() == content:
                    return name
            raise record.refuse(
                f"The media store has another picture under {name}: nothing was changed.", *at
            )
        kept = default_storage.save(name, ContentFile(content))
    except SuspiciousFileOperation as error:
        raise record.refuse(f"{name} is no name in the media store: {error}.", *at, "stored_as") from error
    writer.context.stored.append(kept)
    return kept


def _suffix(content: bytes) -> str:
    with Pillow.open(BytesIO(content)) as picture:
        return _SUFFIXES[str(picture.format)]


def restore_pictures(writer: Writer, record: Record, names: set[str]) -> None:
    """Put pictures that editions show back into the media store, from the `media` folder of their dump."""
    for name in sorted(names):
        path = Path("..", "media", name)
        if (record.path.parent / path).exists():
            stored(writer, record, picture_beside(writer, record, str(path)), name)
