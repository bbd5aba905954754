"""Roles that a text states beside a name: "Huawei’s Chief Financial Officer Meng Wanzhou", "Zhao Lijian, a spokesman for …"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache

from articles.lexicon import listed, nationalities, places
from articles.linking.found import MentionFound, RoleFound
from articles.linking.tokens import plain_spaces
from people.names import key

_APPOSITION = re.compile(
    r",\s+(?:who (?:is|was) )?(?:(?:a|an|the|its|his|her|their)\s+)?([^,.;:()“”\"\n]{3,110})"
)
#: what begins no apposition: ‘Bell, and his wife,’
_NO_HEAD = frozenset({"and", "or", "but", "as", "with"})
_UP_TO_BREAK = re.compile(r".*[,.;:()“”\"\n]", re.DOTALL)
_LONGEST = 90  # characters in front of a name in which its title stands
_LINK = re.compile(r"\s+(?:for|of|at|with|to|in)\s+(?:the\s+)?")
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_SUBJECT = re.compile(r"(?:^|\n|[.!?”\"]\s+)(?:The|[A-Z][\w.]+[’']s)\s+(.{3,40})")
_FORMER = listed("role_adjectives")


def find_roles(text: str, mentions: list[MentionFound]) -> list[RoleFound]:
    """The roles that stand directly before or behind a person's name, each once for each person."""
    found: dict[tuple[str, str], RoleFound] = {}
    text = plain_spaces(text)
    organizations = [one for one in mentions if one.kind == "organization"]
    for mention in mentions:
        if mention.kind != "person":
            continue
        for role in (_before(text, mention, organizations), _behind(text, mention, organizations)):
            if role:
                found.setdefault((role.person, key(role.role)), role)
    return sorted(found.values(), key=lambda role: role.start)


def is_role(word: str) -> bool:
    """Whether the word names a role or title ("minister", "Sen.")."""
    low = word.lower().strip(".,")
    return low in listed("roles") or low in listed("titles")


def _before(text: str, mention: MentionFound, organizations: list[MentionFound]) -> RoleFound | None:
    """The title in front of the name, with "former" and a nationality, without the organization that owns it."""
    first = max(0, mention.start - _LONGEST)
    broken = _UP_TO_BREAK.match(text, first, mention.start)
    words = list(_WORD.finditer(text, broken.end() if broken else first, mention.start))
    if not words or text[words[-1].end() : mention.start] not in (" ", ". ", "  "):
        return None
    at = len(words)
    seen = False
    while at:
        low = words[at - 1].group().lower()
        joins = low in ("of", "for", "and", "the") and seen and at > 1 and is_role(words[at - 2].group())
        if joins and low in ("of", "for") and at < len(words) and is_role(words[at].group()):
            break  # "a spokesman for Mayor Ann Bell": his is another role
        office = low in listed("office_words") and (seen or words[at - 1].group()[0].isupper())
        if is_role(low) or low in _FORMER or low in _title_words():
            seen = seen or is_role(low)
        elif low in listed("honorifics") and not seen:
            return None
        elif not (joins or office or low in nationalities()):
            break
        at -= 1
    if not seen:
        return None
    while at < len(words) and words[at].group().lower() in ("of", "for", "and", "the", "in"):
        at += 1
    start = words[at].start() if at < len(words) else mention.start
    role = text[start : mention.start].strip()
    owner = _owner(text, start, organizations)
    return RoleFound(mention.name, role, owner, start, mention.start) if role else None


@cache
def _title_words() -> frozenset[str]:
    return frozenset(word for title in listed("titles") for word in title.split())


def _owner(text: str, start: int, organizations: list[MentionFound]) -> str | None:
    at = bisect_right(organizations, start, key=lambda one: one.start) - 1
    one = organizations[at] if at >= 0 else None
    if one and one.end <= start and text[one.end : start] in ("’s ", "'s ", " ", "’ ", "' "):
        return one.name
    return None


def _behind(text: str, mention: MentionFound, organizations: list[MentionFound]) -> RoleFound | None:
    """The apposition behind the name: "…, a spokesman for China’s foreign ministry,"."""
    found = _APPOSITION.match(text, mention.end)
    if not found:
        return None
    words = found.group(1)
    link = _LINK.search(words)
    head = words[: link.start()] if link else words
    if not head or len(head.split()) > 6 or not is_role(head.split()[-1]) or head.split()[0] in _NO_HEAD:
        return None
    owner = None
    if link:
        begin, end = found.start(1) + link.end(), found.end(1)
        at = bisect_left(organizations, begin, key=lambda one: one.start)
        inside = organizations[at] if at < len(organizations) else None
        owner = _with_owner(text, begin, inside) if inside and inside.end <= end else None
    return RoleFound(mention.name, head, owner, found.start(1), found.end(1))


def _with_owner(text: str, begin: int, organization: MentionFound) -> str:
    """The organization's name, with the country in front of a ministry in small letters."""
    before = text[begin : organization.start]
    if organization.text.islower() and key(before) in places():
        return text[begin : organization.end]
    return organization.name
