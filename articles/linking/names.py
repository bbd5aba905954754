"""From a text to its mentions: known names and pieces that look like names are decided together."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from articles.lexicon import common_words, forenames, listed, nationalities, places
from articles.linking.chains import Chains, Someone, gender_of_title
from articles.linking.chunks import Piece, pieces
from articles.linking.classify import Evidence, evidence_of_place, evidence_of_words, in_place
from articles.linking.found import EntityId, MentionFound
from articles.linking.known import KnownHit, KnownNames
from articles.linking.tokens import Token, plain_spaces, tokens_of
from people.names import key

_PARTY = re.compile(r" (?:party|newspaper group|union)\b")
_VERBS = listed("verbs_of_being")
_PAST = listed("past_verbs")
_BRACKETED = re.compile(r"\(([A-Z]{2,6})\)")
_CONTEXT = 2.5  # how much the words around all occurrences of a name may say together
_MINISTRY = re.compile(
    r"\b(?P<owner>[A-Z][\w.-]+)[’']s (?P<name>(?:(?:foreign|finance|defen[cs]e|interior|justice|health|education|trade|commerce|"
    r"transport|agriculture|energy|environment|labou?r|culture|economy|industry|information|propaganda) ministry|central bank))\b"
)


@dataclass(slots=True)
class _Reading:
    """What is known while one text is read."""

    text: str  # with plain spaces only
    known: KnownNames | None
    tokens: list[Token]
    pieces: list[Piece]
    chains: Chains = field(default_factory=Chains)
    kinds: dict[str, Evidence] = field(default_factory=dict)
    found: list[MentionFound] = field(default_factory=list)


def find_names(
    text: str, known: KnownNames | None = None, spans: list[tuple[int, int]] | None = None
) -> list[MentionFound]:
    """The people, organizations and known events that `text` names, in order; a group name once for each member.

    `known` are the record's names (None: link nothing), `spans` the sentences where they are known already.
    """
    original, text = text, plain_spaces(text)
    tokens = tokens_of(text, spans)
    reading = _Reading(text, known, tokens, pieces(text, tokens))
    _shorten(reading.pieces)
    reading.kinds = _kinds(text, reading.pieces)
    hits, weak = _hits(reading)
    left = _take_known(reading, hits)
    _full_names(reading, left)
    _short_names(reading, left)
    _ministries(reading)
    _groups(reading)
    _weak(reading, weak)
    found = _tidy(reading.found)
    return found if original is text else [replace(one, text=original[one.start : one.end]) for one in found]


def _shorten(found: list[Piece]) -> None:
    """Takes a sentence's first word off a piece where the text has the rest as a name of its own ("Continued Stone")."""
    parts = {
        word
        for piece in found
        if not piece.tokens[0].first
        for word in (piece.key, piece.key.rsplit(" ", 1)[-1])
    }
    for piece in found:
        first = piece.tokens[0]
        if len(piece.tokens) < 2 or not first.first or piece.title or first.low not in common_words():
            continue
        rest = key(" ".join(token.text for token in piece.tokens[1:]))
        if (
            rest in parts
            and piece.key not in parts
            and first.low not in forenames()
            and first.low not in listed("institutions")
        ):
            piece.tokens, piece.key = piece.tokens[1:], rest


def _kinds(text: str, found: list[Piece]) -> dict[str, Evidence]:
    """For each written name what speaks for which kind, over all its occurrences in the text."""
    kinds: dict[str, Evidence] = {}
    around: defaultdict[str, Evidence] = defaultdict(Evidence)
    nobody = _lower_acronyms(text)
    for piece in found:
        muted = all(token.muted for token in piece.tokens)
        words = kinds.get(piece.key)
        if words is None or (words.other and piece.tokens[0].first is False):
            kinds[piece.key] = evidence_of_words(piece)
        if not muted:
            here = evidence_of_place(text, piece)
            total = around[piece.key]
            for kind in ("person", "organization", "other"):
                setattr(total, kind, min(getattr(total, kind) + getattr(here, kind), _CONTEXT))
            total.why = total.why or here.why
    singles = {piece.key for piece in found if len(piece.tokens) == 1 and not piece.tokens[0].first}
    for piece in found:
        words = kinds[piece.key]
        if (
            1 < len(piece.tokens) < 4
            and piece.key.rsplit(" ", 1)[-1] in singles
            and not words.organization
            and not words.why
        ):
            words.add("person", 0.8, "its last word stands alone elsewhere in the text")
    for name, total in around.items():
        words = kinds[name]
        words.person += total.person
        words.organization += total.organization
        words.other += total.other
        words.why = words.why or total.why
    for name in nobody & kinds.keys():
        kinds[name].other += 5
    return kinds


def _hits(reading: _Reading) -> tuple[list[KnownHit], list[KnownHit]]:
    """Known names in the text: those that may link, and the weak ones that may only follow."""
    if reading.known is None:
        return [], []
    strong, weak = [], []
    for hit in reading.known.hits(reading.text):
        rows = tuple(row for row in hit.rows if row.form != "weak")
        if rows and not _ordinary_here(reading, hit):
            strong.append(KnownHit(hit.start, hit.end, rows))
        elif not rows:
            weak.append(hit)
    return strong, weak


def _ordinary_here(reading: _Reading, hit: KnownHit) -> bool:
    """Whether a one-word known name is probably the ordinary word: it begins a sentence and nothing else says it is a name."""
    word = reading.text[hit.start : hit.end]
    if " " in word or word.lower() not in common_words() or (word.isupper() and len(word) > 1):
        return False
    token = next((one for one in reading.tokens if one.start == hit.start), None)
    if token is None or not (token.first or token.muted):
        return False
    return not any(
        one.text == word and one.capital and not one.first and not one.muted for one in reading.tokens
    )


def _take_known(reading: _Reading, hits: list[KnownHit]) -> list[Piece]:
    """Links the known names; returns the pieces that are left to be decided without the record."""
    taken: list[KnownHit] = []
    at = 0
    covered: dict[int, KnownHit] = {}
    left: list[Piece] = []
    for piece in reading.pieces:
        while at < len(hits) and hits[at].end <= piece.start:
            taken.append(hits[at])
            at += 1
        inside: list[KnownHit] = []
        while at < len(hits) and hits[at].start < piece.end:
            inside.append(hits[at])
            at += 1
        kept = [grown for hit in inside if (grown := _against(reading, piece, hit))]
        taken.extend(kept)
        for hit in kept:
            covered[id(piece)] = hit
        if not kept and not (taken and taken[-1].end > piece.start):
            left.append(piece)
    taken.extend(hits[at:])
    _link(reading, taken)
    return left


def _against(reading: _Reading, piece: Piece, hit: KnownHit) -> KnownHit | None:
    """The known name where a longer run of capitals holds it: as it is, grown over a legal form, or not at all."""
    if hit.start <= piece.start and hit.end >= piece.end - 1:
        return hit
    before = [token for token in piece.tokens if token.end <= hit.start]
    after = [token for token in piece.tokens if token.start >= hit.end]
    if not before and after and all(token.low in listed("companies") for token in after):
        return KnownHit(hit.start, piece.end, hit.rows)
    if after and any(token.low in listed("titles") for token in after[:1]):
        return hit
    kind = reading.kinds[piece.key].kind()
    if after:
        return hit if kind is None and len(reading.text[hit.start : hit.end].split()) > 1 else None
    words = reading.text[hit.start : hit.end].split()
    if all(
        token.low in nationalities() or key(token.text) in places() or token.low in listed("titles")
        for token in before
    ):
        return hit
    if hit.rows[0].kind == "organization" and kind == "organization":
        return None
    return hit if len(words) > 1 or kind is None else None


def _link(reading: _Reading, hits: list[KnownHit]) -> None:
    """One mention for each known name; where several entities are written so, what else the text names decides."""
    assert reading.known is not None or not hits
    sure = [hit for hit in hits if len({row.entity for row in hit.rows}) == 1 and hit.rows[0].form != "group"]
    for hit in sure:
        _register(reading, hit, hit.rows[0].entity)
    for hit in hits:
        entities = list(dict.fromkeys(row.entity for row in hit.rows))
        if all(row.form == "group" for row in hit.rows):
            for entity in entities:
                _add(
                    reading, hit.start, hit.end, _register(reading, hit, entity), "a group name of the record"
                )
        elif len(entities) == 1:
            form = hit.rows[0].form
            why = "a known name" if form == "canonical" else f"a known name ({form})"
            _add(reading, hit.start, hit.end, _register(reading, hit, entities[0]), why)
        else:
            _choice(reading, hit, entities)


def _register(reading: _Reading, hit: KnownHit, entity: EntityId) -> Someone:
    assert reading.known is not None
    row = next(row for row in hit.rows if row.entity == entity)
    if row.kind == "event":
        return reading.chains.event(entity, row.name, hit.start)
    if row.kind == "organization":
        return reading.chains.organization(reading.text[hit.start : hit.end], hit.start, entity, row.name)
    name = row.text if row.form != "group" and " " in row.text else row.name
    return reading.chains.person(name, hit.start, entity, row.name)


def _choice(reading: _Reading, hit: KnownHit, entities: list[EntityId]) -> None:
    assert reading.known is not None
    chosen, why = decide(entities, reading.chains.entities(), reading.known)
    if chosen is not None:
        _add(reading, hit.start, hit.end, _register(reading, hit, chosen), why)
        return
    row = hit.rows[0]
    text = reading.text[hit.start : hit.end]
    reading.found.append(MentionFound(hit.start, hit.end, text, row.kind, text, None, tuple(entities), why))


def decide(
    entities: list[EntityId], named: frozenset[EntityId], known: KnownNames
) -> tuple[EntityId | None, str]:
    """Which of several namesakes the text means, by the entities that it names without doubt, and why."""
    for entity in entities:
        if entity in named and not any(other in named for other in entities if other != entity):
            return entity, "the text names this one by another name too"
    shared = {entity: len(known.related.get(entity, frozenset()) & named) for entity in entities}
    ranked = sorted(entities, key=lambda entity: shared[entity], reverse=True)
    if shared[ranked[0]] > shared[ranked[1]]:
        return ranked[0], "the text also names who is related to this one"
    return None, f"{len(entities)} known names are written so, and nothing in the text decides"


def _lower_acronyms(text: str) -> frozenset[str]:
    """Acronyms that the text gives to words in small letters, so that they are nobody's name: "artificial pancreas (AP)"."""
    found = set()
    for match in _BRACKETED.finditer(text):
        size = len(match.group(1))
        words = re.findall(r"[^\W\d_]+", text[max(0, match.start() - 24 * size) : match.start()])[-size:]
        if len(words) == size and all(
            w.islower() and w[0] == c.lower() for w, c in zip(words, match.group(1), strict=True)
        ):
            found.add(match.group(1).lower())
    return frozenset(found)


def _full_names(reading: _Reading, left: list[Piece]) -> None:
    """Unknown full names and organizations: each leads later short forms back to it."""
    for piece in left:
        evidence = reading.kinds[piece.key]
        kind = evidence.kind()
        name = reading.text[piece.start : piece.end]
        if kind == "person" and len(piece.tokens) > 1 and not all(token.muted for token in piece.tokens):
            _person(reading, piece, name)
        elif kind == "organization" and not piece.acronym:
            _organization(reading, piece, name)
    for piece in left:
        if piece.acronym:
            _acronym(reading, piece)


def _person(reading: _Reading, piece: Piece, name: str) -> None:
    gender = gender_of_title([token.low for token in piece.title])
    like = reading.known.people_like(name) if reading.known else set()
    if len(like) == 1 and reading.known:
        entity = next(iter(like))
        reading.chains.person(name, piece.start, entity, reading.known.name_of(entity), gender)
    else:
        someone = reading.chains.person(name, piece.start, gender=gender)
        someone.candidates = someone.candidates or tuple(sorted(like, key=str))


def _organization(reading: _Reading, piece: Piece, name: str) -> None:
    like = reading.known.organizations_like(name) if reading.known else set()
    if len(like) == 1 and reading.known:
        entity = next(iter(like))
        reading.chains.organization(name, piece.start, entity, reading.known.name_of(entity))
    else:
        reading.chains.organization(name, piece.start)


def _acronym(reading: _Reading, piece: Piece) -> None:
    """ "Foreign Affairs Canada (GAC)": the acronym belongs to the organization in front of the bracket."""
    owner = next((m for m in reversed(reading.pieces) if m.end + 2 == piece.start), None)
    if owner is None:
        return
    linked = next((m for m in reading.found if m.end == owner.end and m.entity is not None), None)
    if linked is not None and linked.kind == "organization" and linked.entity is not None:
        reading.chains.alias(piece.tokens[0].text, reading.chains.of_entity(linked.entity))
        return
    someone = reading.chains.short_organization(reading.text[owner.start : owner.end])
    if (
        someone is None
        and len(owner.tokens) > 1
        and reading.kinds[owner.key].other < 1
        and (reading.kinds[owner.key].kind() != "person")
    ):
        reading.kinds[owner.key].organization += 2.0
        someone = reading.chains.organization(reading.text[owner.start : owner.end], owner.start)
    if someone is not None:
        reading.chains.alias(piece.tokens[0].text, someone)
    elif reading.kinds[piece.key].kind() == "organization":
        _organization(reading, piece, piece.tokens[0].text)


def _short_names(reading: _Reading, left: list[Piece]) -> None:
    """Every piece becomes a mention of somebody the text names, or of somebody new, or nothing."""
    for piece in left:
        evidence = reading.kinds[piece.key]
        kind = evidence.kind()
        name = reading.text[piece.start : piece.end]
        single = len(piece.tokens) == 1
        people = reading.chains.people_named(name) if single or kind != "organization" else []
        after_the = bool(piece.before and piece.before.low == "the" and single and not piece.tokens[0].first)
        organization = reading.chains.short_organization(name, tail=after_the)
        if people and (single or kind == "person") and not _rather_place(piece, people):
            _short_person(reading, piece, people, evidence)
        elif organization and (kind == "organization" or organization.full or single):
            why = evidence.why or "a short form of a name in this text"
            why = _known_by_initials(reading, piece, organization) or why
            _add(reading, piece.span_start, piece.end, organization, why)
        elif kind == "person" and not (single and not _stands_alone(piece, evidence)):
            someone = reading.chains.person(
                name, piece.start, gender=gender_of_title([t.low for t in piece.title])
            )
            _surname_known(reading, piece, someone)
            _add(reading, piece.span_start, piece.end, someone, evidence.why or "looks like a person's name")


def _known_by_initials(reading: _Reading, piece: Piece, organization: Someone) -> str:
    """Links an acronym to the one known organization with these initials; three letters only make a choice."""
    name = piece.tokens[0].text.replace(".", "")
    if (
        reading.known is None
        or organization.entity is not None
        or len(piece.tokens) > 1
        or not name.isupper()
    ):
        return ""
    like = reading.known.with_initials(name)
    if len(like) == 1 and len(name) > 3:
        organization.entity = next(iter(like))
        organization.name = reading.known.name_of(organization.entity)
        return "the initials of one known organization"
    organization.candidates = tuple(sorted(like, key=str))[:20]
    return "the initials of known organizations" if like else ""


def _rather_place(piece: Piece, people: list[Someone]) -> bool:
    """Whether the single word is a place or an ordinary word here although somebody in the text is called so."""
    token = piece.tokens[0]
    if piece.title:
        return False
    written = key(token.text)
    if written in places() and (
        in_place(token.text, piece) or all(not key(one.name).endswith(written) for one in people)
    ):
        return True
    if (
        len(piece.tokens) == 1
        and token.low in common_words()
        and token.first
        and token.low not in forenames()
    ):
        return not (piece.after and (_is_verb(piece.after.low) or token.possessive))
    if token.low in nationalities():
        said = piece.before and piece.before.low in listed("says")
        return not (
            said or (piece.after and (piece.after.low in listed("says") or piece.after.low in _VERBS))
        )
    return token.low in listed("calendar")


def _is_verb(low: str) -> bool:
    """Whether the word after a name that is an ordinary word too shows that a person acts: "Weaver didn’t", "Small won"."""
    return low in listed("says") or low in _VERBS or low.endswith(("ed", "n't")) or low in _PAST


def _short_person(reading: _Reading, piece: Piece, people: list[Someone], evidence: Evidence) -> None:
    gender = gender_of_title([token.low for token in piece.title])
    someone, sure = reading.chains.choose(people, piece.start, gender)
    words = len(key(someone.name).split())
    why = evidence.why if len(piece.tokens) > 1 else "a short form of a full name in this text"
    if len(piece.tokens) > 1 and words > 1 and evidence.why:
        why = evidence.why
    start = _with_particle(reading.text, piece, someone)
    if sure:
        _add(reading, start, piece.end, someone, why)
        return
    entities = tuple(one.entity for one in people if one.entity is not None)
    text = reading.text[start : piece.end]
    entity = someone.entity if len(entities) < 2 else None
    why = f"{len(people)} people in this text are called so"
    reading.found.append(
        MentionFound(
            start, piece.end, text, "person", someone.name, entity, entities if entity is None else (), why
        )
    )


def _with_particle(text: str, piece: Piece, someone: Someone) -> int:
    """Where the short form begins when the full name has a small particle: "de Blasio"."""
    words = someone.name.split()
    at = len(words) - len(piece.tokens) - 1
    if at > 0 and words[at].islower() and text[: piece.start].endswith(words[at] + " "):
        return piece.start - len(words[at]) - 1
    return piece.span_start


def _stands_alone(piece: Piece, evidence: Evidence) -> bool:
    """Whether a single word is enough for an unknown person: a title, or several signs."""
    return (
        bool(piece.title) or evidence.person >= 1.6 or (evidence.person >= 1.0 and not piece.tokens[0].first)
    )


def _surname_known(reading: _Reading, piece: Piece, someone: Someone) -> None:
    """A title and a family name that one known person has: linked when it is one alone, else a choice."""
    if reading.known is None or someone.entity is not None or len(piece.tokens) > 1 or not piece.title:
        return
    people = reading.known.with_surname(piece.tokens[-1].text)
    if len(people) == 1:
        someone.entity = next(iter(people))
        someone.name = reading.known.name_of(someone.entity)
    elif people:
        someone.candidates = tuple(sorted(people, key=str))[:20]


def _ministries(reading: _Reading) -> None:
    """ "China’s foreign ministry": an institution in small letters that a country owns."""
    for match in _MINISTRY.finditer(reading.text):
        if key(match["owner"]) in places():
            name = match["name"]
            someone = reading.chains.organization(name, match.start("name"))
            _add(
                reading,
                match.start("name"),
                match.end("name"),
                someone,
                f"the institution of {match['owner']}",
            )


def _groups(reading: _Reading) -> None:
    for start, end, people in reading.chains.groups(reading.text):
        if not any(found.start < end and found.end > start for found in reading.found):
            for someone in people:
                _add(reading, start, end, someone, f"{len(people)} people of this name in the text")


def _weak(reading: _Reading, weak: list[KnownHit]) -> None:
    """A weak name links only where the text names the same entity by another name."""
    for hit in weak:
        named = [row for row in hit.rows if reading.chains.has(row.entity)]
        if len(named) == 1 and not any(
            found.start < hit.end and found.end > hit.start for found in reading.found
        ):
            _add(
                reading,
                hit.start,
                hit.end,
                _register(reading, hit, named[0].entity),
                "a weak name beside another one",
            )


def _add(reading: _Reading, start: int, end: int, someone: Someone, why: str) -> None:
    if someone.kind == "organization":
        start, end = _whole_organization(reading.text, start, end)
    text = reading.text[start:end]
    reading.found.append(
        MentionFound(start, end, text, someone.kind, someone.name, someone.entity, someone.candidates, why)
    )


def _whole_organization(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with a capital "The" inside a sentence and with "party" in small letters."""
    if text[max(0, start - 4) : start] == "The " and start > 5 and text[start - 6] not in '.!?”"\n:':
        start -= 4
    party = _PARTY.match(text, end)
    return start, party.end() if party else end


def _tidy(found: list[MentionFound]) -> list[MentionFound]:
    """In order of the text, without a mention inside a longer one."""
    kept: list[MentionFound] = []
    for mention in sorted(found, key=lambda one: (one.start, -one.end)):
        last = kept[-1] if kept else None
        if last and mention.start < last.end and (mention.start, mention.end) != (last.start, last.end):
            continue
        if mention not in kept[-8:]:
            kept.append(mention)
    return kept
