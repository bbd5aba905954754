"""Who made the article and its pictures: bylines, contributors, author boxes, credits. One line in, names
out."""

from __future__ import annotations

import re

from articles.lexicon import forenames, places
from people.names import key
from seeds.cleaning.document import Byline, Credit, Role
from seeds.cleaning.furniture import bare
from seeds.cleaning.lines import Line
from seeds.cleaning.phrases import AGENCIES, BETWEEN, CREDIT_LABEL, CREDIT_TAIL, DATE_WORD, MONTH

LONGEST_BYLINE = 32  # words

_BY = re.compile(
    r"\W*(?:(?:written|reported|posted|compiled|story|stories|words|text|article|analysis|opinion|report) )?"
    r"(?:by|(?:von|par|por|di|af|door|автор|текст|text|author|authors|writer|reporter)(?=\s*:"
    r"|\s+[A-ZÀ-ÞŠ-ŽА-Я]))\b\s*:?\s*",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\W*(?:with\s+)?(?:(?:additional|further|extra)\s+)?(?:assistance|contributions?|reporting|reports?"
    r"|files?|help|input)\s+"
    r"(?:assistance\s+|help\s+)?(?:from|by)\s+",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"\W*(.{3,160}?)\s+(?:also\s+)?contributed\s+(?:to\s+(?:this|the)|reporting|additional|from)\b",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\W*(?:(?:additional|further|other)\s+)?(?:reporting|writing|editing)\s+(?:and\s+\w+\s+)?by\s+",
    re.IGNORECASE,
)
_PHOTOS = re.compile(r"(?:photos?|photographs|photography|pictures|images|video)\s+by\s+", re.IGNORECASE)
_NOT_A_NAME = frozenset(
    [
        "news",
        "staff",
        "writer",
        "writers",
        "reporter",
        "reporters",
        "editor",
        "editors",
        "correspondent",
        "columnist",
        "contributor",
        "desk",
        "bureau",
        "times",
        "post",
        "press",
        "agency",
        "media",
        "network",
        "network's",
        "service",
        "wire",
        "wires",
        "magazine",
        "daily",
        "journal",
        "herald",
        "tribune",
        "guardian",
        "special",
        "team",
        "contributing",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sen",
        "rep",
        "gov",
        "president",
        "minister",
        "by",
        "key",
        "points",
        "settings",
        "account",
        "log",
        "out",
        "sponsored",
        "advert",
        "advertisement",
        "health",
        "comments",
        "editorial",
        "board",
        "views",
        "newsletter",
        "senior",
        "chief",
        "freelance",
        "author",
        "opinion",
        "today",
        "online",
        "com",
        "updated",
        "published",
        "posted",
        "world",
        "business",
        "sports",
        "sport",
        "politics",
        "technology",
        "read",
        "min",
        "minutes",
        "share",
        "follow",
        "photo",
        "image",
        "video",
        "the",
        "and",
        "of",
        "for",
        "in",
        "on",
        "at",
        "to",
        "with",
        "from",
        "is",
        "are",
        "was",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "story",
        "stories",
        "more",
        "home",
        "page",
    ]
)
_MONTHS_TOO = frozenset({"april", "june", "august"})  # months that are forenames, too
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "dos",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "y",
        "e",
        "af",
        "zu",
        "zum",
        "ter",
        "te",
        "dela",
        "du",
        "st",
    ]
)
_TOKEN = re.compile(r"[^\W\d_][\w.'’‑-]*", re.UNICODE)
_MAIL = re.compile(r"\s*[(<\[]?\S+@\S+\.\w+[)>\]]?")
_IN_PLACE = re.compile(r"(?: in [A-Z][\w’' -]{2,30}|, [A-Za-z][\w’' -]{1,30})\Z")
_WITH_ROLE = re.compile(
    r"(?P<name>[^\W\d_][\w.’'-]* (?:[A-Z]\. |de |van |von |al-|el-)?[^\W\d_][\w.’'-]*),?(?: [^.:|\n]{1,50})?"
    r" (?:correspondent|editor|reporter|writer|columnist|producer)\Z",
    re.IGNORECASE,
)
_AGENCY_ONLY = re.compile(rf"(?:the )?(?:{AGENCIES})(?: (?:news|staff|agency))?$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,| and | AND | & |;|/|\||\by\b| und | et | with )\s*")
_STOP = re.compile(
    r"\s*(?:[|•·\d@–—]|\s-\s|\bfor\b|\bin\b|\bupdated\b|\bpublished\b|\bposted\b|\bon\b|\bat\b|\bof\b|\s\("
    r"|\n).*$",
    re.IGNORECASE | re.DOTALL,
)
_DATED = re.compile(rf"\s+(?:[-–|•·]\s|(?:{MONTH})\.?\s+\d|\d)", re.IGNORECASE)
_BIO = re.compile(
    r"(?:'s|’s|\b(?:is|was|has|covers?|writes?|works?|joined|reports?|lives|edits?|leads?|teaches|runs|ist"
    r"|est|es|é)\b)"
)
_JOURNALIST = re.compile(
    r"\b(?:reporter|writer|editor|journalist|correspondent|columnist|contributor|author|curator"
    r"|freelancer?|blogger|producer"
    r"|photographer|professor|fellow|analyst|covers|writes|reports on|journalistin?|redakteur(?:in)?"
    r"|journaliste|periodista|jornalista)\b",
    re.IGNORECASE,
)
_BIO_START = re.compile(
    r"((?:[A-ZÀ-ÞŠ-Ž][\w.'’-]+|de|van|von|del|la|al|bin)(?: (?:[A-ZÀ-ÞŠ-Ž][\w.'’-]*|de|van|von|del|la|al"
    r"|bin)){1,4}?)"
    r"(?:\s*\([^)]{0,60}\)|, [^,]{3,80},)?\s*(?:’s\b|'s\b|\b(?:is|was|has|covers|writes|works|joined"
    r"|reports)\b)"
)


def is_name(text: str) -> bool:
    """Does it look like one person's written name: two to five capitalised words, initials and particles
    included?"""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60:
        return False
    shown = [word.strip(",") for word in words]
    doubtful = [at for at, w in enumerate(shown) if w.lower().strip(".") in _NOT_A_NAME]
    if not all(map(_TOKEN.fullmatch, shown)) or (doubtful and not _is_surname_too(shown, doubtful)):
        return False
    capitals = [w for w in shown if w[0].isupper() or not (w[0].islower() or w[0].isupper())]
    return len(capitals) >= 2 and all(
        w[0].isupper() or w.lower() in _PARTICLES or not w[0].islower() for w in shown
    )


def _is_surname_too(words: list[str], doubtful: list[int]) -> bool:
    """Whether the one doubtful word is a family name behind a forename ("Ada Writer"), or a forename itself ("June Miller")."""
    if doubtful == [0]:
        return len(words) == 2 and words[0].lower() in _MONTHS_TOO
    first = key(words[0])
    return doubtful == [len(words) - 1] and len(words) < 4 and first in forenames() and first not in places()


def names_in(text: str) -> list[str]:
    """The names in a list such as "A B, C D and E F"; titles, papers and dates among them are left out."""
    found: list[str] = []
    for part in _SPLIT.split(text):
        name = _STOP.sub("", part).strip(" .,:;()[]")
        if name and (is_name(name) or _AGENCY_ONLY.match(name)):
            found.append(name)
    return found


def read_byline(line: Line) -> list[Byline]:
    """The people named by a byline such as "By A B and C D, Staff Writer"; empty if it is none."""
    mark = _BY.match(line.text) if line.words <= LONGEST_BYLINE and not line.long else None
    if not mark or mark.end() == len(line.text):
        return []
    named = _PHOTOS.split(_DATED.split(_MAIL.sub("", line.text[mark.end() :]))[0])[0]
    return _as(names_in(_STOP.sub("", named)) or names_in(named), "author")


def is_lone_by(line: Line) -> bool:
    """A line with "By" alone, whose names follow on lines of their own."""
    return line.words == 1 and line.text.strip(" :").lower() in {"by", "written by", "von", "par", "por"}


def read_name_and_date(line: Line) -> list[Byline]:
    """The people of a line with names, dates, a place or paper: "A B - Nov 19, 2019", "A B and C D", "A B in Oslo"."""
    if line.words > 20 or line.long or line.ended or line.bullet:
        return []
    text = re.split(r"\s+[-–—|·•]\s+|@|\s{2,}", line.text)[0]
    if is_name(text.strip(" ,")):
        return _as([text.strip(" ,")], "author")
    parts = [part.strip() for part in re.split(r" (?:and|&|AND) ", _IN_PLACE.sub("", text))]
    if all(map(is_name, parts)) and any(map(_has_forename, parts)):
        return _as(parts, "author")
    rest = BETWEEN.sub(" ", DATE_WORD.sub(" ", line.text)).strip()
    return _as([rest], "author") if any(c.isdigit() for c in line.text) and is_name(rest) else []


def read_name_with_role(line: Line) -> list[Byline]:
    """Whoever a line names with what they do for the paper: "A B Political editor"; empty if it is no such line."""
    mark = _WITH_ROLE.match(line.text) if line.words <= 12 and not (line.bullet or line.long) else None
    name = mark["name"] if mark else ""
    return _as([name], "author") if name and is_name(name) and _has_forename(name) else []


def _has_forename(name: str) -> bool:
    first = key(name.split()[0])
    return first in forenames() and first not in places()


def read_contributors(line: Line) -> list[Byline]:
    """The people of a closing line: "--With assistance from A B.", "(Reporting by A B; editing by C D)"."""
    if line.words > 60 or line.long:
        return []
    people: list[Byline] = []
    for part in re.split(r";\s*", line.text.strip("()[] ")):
        people += _closing_part(part, first=not people)
    return people


def _closing_part(part: str, first: bool) -> list[Byline]:
    if mark := _CONTRIBUTED.match(part):
        return _as(names_in(mark[1]), "contributor")
    desk, helped = _DESK.match(part), _WITH.match(part)
    if desk and "editing" in desk[0].lower() and "reporting" not in desk[0].lower():
        return []
    if desk and first and not re.match(r"\W*(?:additional|further|other)", part, re.IGNORECASE):
        return _as(names_in(re.split(r",? with reporting by ", part[desk.end() :])[0]), "author")
    if mark := helped or desk:
        return _as(names_in(part[mark.end() :].rstrip(".")), "contributor")
    return []


def is_closing_line(line: Line) -> bool:
    """A line that only says who reported, helped, wrote or edited."""
    text = line.text.strip("()[] ")
    if line.words > 60 or line.long:
        return False
    return bool(_DESK.match(text) or (_WITH.match(text) and read_contributors(line)) or
                (_CONTRIBUTED.match(text) and line.words <= 40 and read_contributors(line)))  # fmt: skip


def read_bio(line: Line) -> str | None:
    """The name that an author box's sentence begins with: "A B is a reporter in …"; None if it is no such
    line."""
    mark = _BIO_START.match(bare(line.text))
    if not mark or line.words > 120 or not _JOURNALIST.search(line.text[:160]):
        return None
    return mark[1] if is_name(mark[1]) else None


def is_journalists_bio(name: str, line: Line) -> bool:
    """Does this line tell what the person of the name line above it does for a newsroom?"""
    words, start = name.split(), line.text[:60]
    about = words[0] in start or words[-1] in start
    return (
        about
        and line.words >= 6
        and bool(_BIO.search(line.text[:200]))
        and bool(_JOURNALIST.search(line.text[:300]))
    )


def credit_in_caption(text: str) -> Credit | None:
    """The credit that a caption ends with; None if it ends with none."""
    mark = CREDIT_TAIL.search(text[-120:])
    return read_credit(mark[0].lstrip("/|,–- ")) if mark else None


def read_credit(text: str) -> Credit:
    """Name and agency of a picture's credit: "(Image credit: A B / Shutterstock)"."""
    words = bare(text).strip("()[] ")
    while mark := CREDIT_LABEL.match(words):
        end = (
            mark.end() - 1 if mark[0][-1].isalpha() and mark[0].lower().startswith("courtesy") else mark.end()
        )
        words = words[end:].strip("()[] :.©/")
    parts = [part.strip(" .()[]©") for part in re.split(r"\s*[/|]\s*|\s+via\s+|,\s+", words)]
    parts = [part for part in parts if part]
    if not parts:
        return Credit(None, None, text)
    if len(parts) == 1:
        return Credit(None, parts[0], text) if _is_house(parts[0]) else Credit(parts[0], None, text)
    if _is_house(parts[0]):
        return Credit(None, "/".join(parts), text)
    return Credit(parts[0], "/".join(parts[1:]), text)


def _is_house(text: str) -> bool:
    return bool(_AGENCY_ONLY.match(text)) or (text.isupper() and " " not in text)


def photographers(text: str) -> list[Byline]:
    """People credited inside a byline: "Story by A B, photographs by C D"."""
    mark = _PHOTOS.search(text)
    return _as(names_in(text[mark.end() :]), "photographer") if mark else []


def _as(names: list[str], role: Role) -> list[Byline]:
    return [Byline(name, role) for name in names]
