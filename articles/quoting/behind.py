"""Who stands behind a verb of saying: ‘said Rep. Ann Bell’, ‘said the minister’, ‘said police’."""

from __future__ import annotations

import re

from articles.lexicon import common_words, listed, listed_keys
from articles.linking import MentionFound
from articles.quoting.found import Speaker
from articles.quoting.offices import WORD
from articles.quoting.speakers import Cast

CLAUSE_END = re.compile(r"[,;:.\n—“”\"\x00]|\s(?:in|on|at|during|after|before|when|while|as|that|to)\s")
_PRONOUN_AFTER = re.compile(r"\s+(he|she)\b")
_PHRASE_AFTER = re.compile(r"\s+(?:the|a|an|one|another|his|her|its|their)\s|\s+[A-Z]")
_PHRASE_END = re.compile(r"[,;:.\n—“”\"\x00]|\s(?:in|on|during|after|before|when|while|as|who|that)\s")
_WORDS_AFTER = re.compile(r"(?:\s[a-z-]+\b){1,3}")
_CAPITALS = re.compile(
    r"\s+((?:[A-Z][\w’'&-]*\s+){0,4}[A-Z][\w’'-]+)(?=[,.\n]|\s(?:in|on|of|at|in|told|after)\b|\Z)"
)
_IN_TITLES = frozenset({"and", "of", "the", "for", "former", "then", "state", "U.S."})


def subject_after(cast: Cast, at: int, end: int) -> Speaker | None:
    """Who stands as subject behind the verb: ‘said Rep. Ann Bell’, ‘said the minister’."""
    text = cast.masked
    titled = _titled_person(cast, at, end)
    if titled:
        return titled
    stop = CLAUSE_END.search(text, at + 1, min(end, at + 160))
    limit = stop.start() if stop else min(end, at + 160)
    abbreviated = stop is not None and stop.group() == "." and limit - at < 40
    near = cast.between(at, min(end, limit + (40 if abbreviated else 1)))
    owner = bool(near) and text.startswith(("'s", "’s"), near[0].end)  # ‘said Bell’s lawyer, Ann Hill’
    if (
        near
        and not owner
        and (near[0].start <= limit or abbreviated)
        and _only_titles(text[at : near[0].start])
    ):
        who = next((one for one in near[1:3] if _is_role_of(text, near[0], one, limit)), near[0])
        return cast.of(who, f"“{who.text}” stands behind the verb")
    pronoun = _PRONOUN_AFTER.match(text, at)
    if pronoun:
        return cast.pronoun(pronoun.start(1))
    phrase = _PHRASE_AFTER.match(text, at)
    if not phrase:
        return _group_after(cast, at, end)
    people = [
        one
        for one in cast.between(limit, min(end, limit + 60))
        if one.kind == "person" and text[limit : limit + 1] == ","
    ]
    if people and people[0].start - limit < 4:
        return cast.of(people[0], "named behind the role")
    phrase_end = _PHRASE_END.search(text, at + 1, min(end, at + 160))
    capitals = _CAPITALS.match(text, at, end)
    if capitals and capitals.group(1).lower() not in common_words():
        return Speaker(
            cast.text[slice(*capitals.span(1))], None, "a name behind the verb", False, capitals.start(1)
        )
    return cast.noun(text[at : phrase_end.start() if phrase_end else limit], at)


def _group_after(cast: Cast, at: int, end: int) -> Speaker | None:
    """‘said police’, ‘said local residents’."""
    words = _WORDS_AFTER.match(cast.masked, at, end)
    for word in WORD.finditer(words.group() if words else ""):
        if word.group() in listed("bare_speakers"):
            return Speaker(
                cast.text[at : at + word.end()].strip(), None, "as the text says it", False, at + 1
            )
        if word.group() in listed("function_words"):
            break
    return None


def _titled_person(cast: Cast, at: int, end: int) -> Speaker | None:
    """‘said former Norland Gov. and Party Chairman Ann Bell’: nothing but titles and capitals in front of the person."""
    person = next((one for one in cast.between(at, min(end, at + 140)) if one.kind == "person"), None)
    words = cast.masked[at : person.start].split() if person else []
    if not person or len(words) < 2 or not _is_title_word(words[-1]):
        return None
    if all(word[0].isupper() or _is_title_word(word) or word in _IN_TITLES for word in words):
        return (
            cast.of(person, f"“{person.text}” stands behind the verb") if "," not in "".join(words) else None
        )
    return None


def _is_title_word(word: str) -> bool:
    low = word.lower().strip(".")
    return low in listed("titles") or low in listed("roles")


def _is_role_of(text: str, organization: MentionFound, person: MentionFound, limit: int) -> bool:
    """Whether a person follows an organization's name with a role only between: ‘said RNC spokesman Ann Bell’."""
    between = text[organization.end : person.start]
    if organization.kind != "organization" or person.kind != "person" or person.start > limit + 1:
        return False
    return len(between) < 60 and not any(mark in between for mark in ",.;:\n\x00")


def _only_titles(words: str) -> bool:
    """Whether nothing but titles and describing words stands between verb and name (no small verb, no comma)."""
    if len(words) > 70 or "\x00" in words or "," in words:
        return False
    parts = words.lower().replace(".", "").split()
    return (
        not parts
        or not (
            set(parts)
            & {
                "that",
                "to",
                "about",
                "of",
                "with",
                "him",
                "her",
                "them",
                "on",
                "at",
                "in",
                "if",
                "and",
                "for",
            }
        )
        or parts[-1] in listed("titles") | listed("honorifics")
        or parts[-1] in listed_keys("roles")
    )
