"""Written names: how two spellings of one name are compared.  Pure text, no Django."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = "'’‘ʼ`´"
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s\b")
_SILENT = re.compile(rf"[{_APOSTROPHES}.\u200b-\u200f\u2060\ufeff\u00ad]")
_BREAKS = re.compile(r"[\W_]+")
_INITIALS = re.compile(r"\b([a-z]) (?=[a-z]\b)")
_SIMPLE = re.compile(r"[A-Za-z0-9]+|[A-Za-z]{2,}(?: [A-Za-z]{2,})*")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"}
_LETTER = re.compile("[" + "".join(_LETTERS) + "]")


def plain(text: str) -> str:
    """`text` without case and accents; the letters of other scripts stay ("Chrétien" → "chretien", "孟" → "孟")."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", folded))
    return _LETTER.sub(lambda letter: _LETTERS[letter.group()], bare)


_SPELLED_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "å": "aa",
        "Å": "Aa",
        "ø": "oe",
        "Ø": "Oe",
    }
)
_DOUBLED = re.compile(r"(.)\1+")


def spelled_out(text: str) -> str:
    """`text` with the letters that German and Nordic names may spell with two: "Füle" → "Fuele"."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_SPELLED_OUT)


def squeezed(word: str) -> str:
    """A word of a key with each doubled letter once: transliterations differ in them ("sissi", "sisi")."""
    return _DOUBLED.sub(r"\1", word)


def key(text: str) -> str:
    """The comparable key of a written name.

    Case, accents, punctuation, possessive endings and doubled spaces are out, initials are joined ("J. K." → "jk"),
    "&" is "and".  Two names with one key are one written form.  Empty only for a text without letters and digits.
    """
    if _SIMPLE.fullmatch(text):
        return text.lower()
    folded = plain(text)
    words = _BREAKS.sub(" ", _SILENT.sub("", _POSSESSIVE.sub("", folded.replace("&", " and "))))
    joined = _INITIALS.sub(r"\1", words.strip())
    return joined or _BREAKS.sub(" ", folded).strip() or "".join(folded.split())
