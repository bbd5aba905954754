"""What a cleaned page is made of: plain frozen records, no Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["author", "contributor", "photographer"]
Reason = Literal[
    "navigation", "credit", "caption", "byline", "author", "contributor", "share", "newsletter", "related",
    "advertisement", "legal", "comments", "date", "other",
]  # fmt: skip

BLOCK_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Byline:
    """One person (or desk) that the page names as having made the article; ``bio`` is the author box's
    text."""

    name: str
    role: Role
    bio: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Who a picture is credited to, with the words of the credit as they stand in the page."""

    name: str | None
    agency: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A line of the page that is not in the body. ``line`` counts from 1 in ``text.split("\\n")``."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """An article as read from a pasted page.

    ``body`` holds the blocks joined by a blank line, subheads included. ``subheads`` are (start, end) in
    code points into ``body``. ``body_lines[i]`` gives the page's lines (from 1) that made block ``i``, so
    that a removed line can be put back in its place. ``published`` is the day that the page itself states
    (EDTF), or None.
    """

    headline: str | None = None
    standfirst: str | None = None
    dateline: str | None = None
    published: str | None = None
    language: str | None = None
    body: str = ""
    subheads: list[tuple[int, int]] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    body_lines: list[tuple[int, ...]] = field(default_factory=list)
