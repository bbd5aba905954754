"""A beginning and an end, each as EDTF text or None, in English. Pure text."""

from newsroom import edtf


def held(begin: str | None, end: str | None) -> str:
    """When something held: "since 2017", "until March 2025", "2015 to 2025"; "" if nothing is known."""
    if begin and end:
        return _from_to(begin, end)
    if begin:
        words = edtf.in_words(begin)
        return words if words.startswith("since ") else f"since {words}"
    return f"until {edtf.in_words(end)}" if end else ""


def happened(begins: str | None, ends: str | None) -> str:
    """When something happened: "1–5 December 2018", "summer 2018"; "" if nothing is known."""
    if begins and not ends:
        return edtf.in_words(begins)
    return held(begins, ends)


def _from_to(begin: str, end: str) -> str:
    """One interval where the two make one; EDTF has none whose sides are intervals themselves."""
    try:
        return edtf.in_words(f"{begin}/{end}")
    except edtf.EDTFError:
        return f"from {edtf.in_words(begin)}, until {edtf.in_words(end)}"
