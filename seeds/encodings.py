"""Bytes of a text as text: UTF-8, what a byte order mark or the file itself says, else what the bytes look like. No Django."""

import codecs
import re
from collections.abc import Sequence

from charset_normalizer import CharsetMatch, from_bytes

LARGEST = 50_000_000  # bytes of one text
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BY_MARK = ("utf-8-sig", "utf-32", "utf-32", "utf-16", "utf-16")
_SAMPLE = 200_000  # bytes from which an encoding is guessed
_NEAR = 0.02  # of charset-normalizer's measure of mess: what lies nearer is not told apart by it

# What texts of news are found in; the rest would only be taken by mistake.
_KNOWN = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_5 iso8859_7 koi8_r koi8_u "
    "mac_roman cp932 euc_jp iso2022_jp gb18030 big5 cp949"
).split()
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "mac_roman")  # the most used first

# The letters beyond ASCII of one language each: wrong guesses mix those of several.
_ALPHABETS = [
    frozenset(letters + letters.upper())
    for letters in (
        "àâæçéèêëîïôœùûüÿ",  # French
        "äöüßé",  # German
        "áéíñóúüºª",  # Spanish
        "àáâãçéêíóôõúº",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "àçèéíïòóúü",  # Catalan
        "åäöæøéü",  # Danish, Norwegian, Swedish, Finnish
        "áæéíðóöúýþ",  # Icelandic
        "áéèëïöüóí",  # Dutch
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýžäľĺôŕ",  # Czech, Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîșțşţ",  # Romanian
        "čćđšž",  # Croatian, Slovenian
        "çğıöşüâî",  # Turkish
        "āčēģīķļņšūžõäöü",  # Latvian, Estonian
        "ąčęėįšųūž",  # Lithuanian
    )
]
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NO_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "compressed by gzip",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "rich text",
}


class Unreadable(ValueError):
    """The input is no text that we read; the message says why."""


def decoded(content: bytes) -> str:
    """The text of `content`. Unreadable as `text_and_encoding` has it."""
    return text_and_encoding(content)[0]


def text_and_encoding(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `content` and the encoding it was taken for, as Python calls it.

    A byte order mark counts first, then UTF-8, then `declared`, what the file says of itself; else the encoding is
    guessed. Unreadable for more than 50 MB, NUL bytes without a byte order mark, and what is plainly no text.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"The input is larger than {LARGEST // 1_000_000} MB.")
    for mark, what in _NO_TEXT.items():
        if content.startswith(mark):
            raise Unreadable(f"The input is {what}, no text: save it as text.")
    for mark, encoding in zip(_MARKS, _BY_MARK, strict=True):
        if content.startswith(mark):
            try:
                return _without_nul(content.decode(encoding)), encoding
            except UnicodeDecodeError as error:
                raise Unreadable(f"The input begins as {encoding} and is none: {error.reason}.") from error
    if b"\0" in content:
        raise Unreadable("The input holds NUL bytes: it is binary, no text.")
    if declared and content.isascii() and (found := _as(content, declared)):
        return found  # such as ISO-2022-JP, which is all ASCII
    return _as(content, "utf-8") or (declared and _as(content, declared)) or _guessed(content)


def _as(content: bytes, encoding: str) -> tuple[str, str] | None:
    """The text in this encoding; None if it is not, or there is no such encoding."""
    try:
        name = codecs.lookup(encoding).name
        name = "cp1252" if name in ("iso8859-1", "ascii") and not content.isascii() else name
        return _without_nul(content.decode(name)), name
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _guessed(content: bytes) -> tuple[str, str]:
    found = list(from_bytes(content[:_SAMPLE], cp_isolation=_KNOWN))
    for encoding in (*_likely(content, found), "cp1252"):
        try:
            text = _without_nul(content.decode(encoding))
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text)) * 100 > len(text):
            raise Unreadable("The input is full of control characters: it is binary, no text.")
        return text, encoding
    raise Unreadable("The input is in no encoding that we know: save it as UTF-8.")


def _likely(content: bytes, found: Sequence[CharsetMatch]) -> list[str]:
    """The encodings found, the likeliest first.

    What is written in Latin letters looks much the same in several of them: then the one whose letters are of one language.
    """
    names = [match.encoding for match in found]
    if not found or found[0].encoding not in _LATIN:
        return names
    near = {match.encoding for match in found if match.chaos <= found[0].chaos + _NEAR}
    near |= {name for match in found if match.encoding in near for name in match.could_be_from_charset}
    latin = [name for name in _LATIN if name in near]
    sample = content[:_SAMPLE]
    return sorted(latin, key=lambda name: -_one_language(sample.decode(name, "replace"))) + names


def _one_language(text: str) -> float:
    """How many of the letters beyond ASCII belong to the one language that has most of them, from 0 to 1."""
    letters = [
        letter for letter in text if letter > "\x7f" and letter.isalnum()
    ]  # “³” in a word is a wrong guess
    if not letters:
        return 1.0
    return max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS) / len(letters)


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise Unreadable("The input holds NUL characters: it is no text.")
    return text
