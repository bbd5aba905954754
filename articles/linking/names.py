"""From a text to its mentions: known names and pieces that look like names are decided together."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from articles.lexicon import common_words, forenames, listed, nationalities, places
from articles.linking.around import evidence_of_place, in_place
from articles.linking.chains import Someone, gender_of_title
from articles.linking.chunks import pieces
from articles.linking.classify import Evidence, evidence_of_words
from articles.linking.found import MentionFound
from articles.linking.known import KnownNames
from articles.linking.linked import hits, link_weak, take_known
from articles.linking.pieces import Piece
from articles.linking.pipeline import Named, Pipeline
from articles.linking.state import Reading, add
from articles.linking.teams import find_teams
from articles.linking.tokens import plain_spaces, tokens_of
from people.names import key

_VERBS = listed("verbs_of_being")
_PAST = listed("past_verbs")
_BRACKETED = re.compile(r"\(([A-Z]{2,6})\)")
_CONTEXT = 2.5  # how much the words around all occurrences of a name may say together
_MINISTRY = re.compile(
    r"(?<![\w.-])(?P<owner>[A-Z][\w.-]{1,40})[’']s (?P<name>(?:foreign|finance|defen[cs]e|interior|justice|health|education|"
    r"trade|commerce|transport|agriculture|energy|environment|labou?r|culture|economy|industry|information|propaganda) ministry|"
    r"(?<=[’']s )central bank)\b"
)


def find_names(
    text: str,
    known: KnownNames | None = None,
    spans: list[tuple[int, int]] | None = None,
    pipeline: Pipeline | None = None,
) -> list[MentionFound]:
    """The people, organizations and known events that `text` names, in order; a group name once for each member.

    `known` are the record's names (None: link nothing), `spans` the sentences where they are known already. A `pipeline`
    adds what it sees where our rules found nothing.
    """
    original, text = text, plain_spaces(text)
    tokens = tokens_of(text, spans)
    reading = Reading(text, known, tokens, pieces(text, tokens))
    _shorten(reading.pieces)
    reading.kinds = _kinds(text, reading.pieces)
    strong, weak = hits(reading)
    left = take_known(reading, strong)
    _full_names(reading, left)
    _short_names(reading, left)
    find_teams(reading)
    _ministries(reading)
    _groups(reading)
    link_weak(reading, weak)
    if pipeline is not None:
        _beside(reading, pipeline)
    found = _tidy(reading.found)
    return found if original is text else [replace(one, text=original[one.start : one.end]) for one in found]


def _shorten(found: list[Piece]) -> None:
    """Takes a sentence's first word off a piece where the text has the rest as a name of its own ("Continued Stone")."""
    parts = {
        word
        for piece in found
        if not piece.tokens[0].first or piece.tokens[0].low in forenames()
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
            and not (rest in listed("companies") or rest in listed("institutions"))
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
        place = name in places() and (name not in forenames() or name in listed("countries_as_forenames"))
        words.person += 0.0 if place else total.person
        words.organization += total.organization
        words.other += total.other
        words.why = words.why or total.why
    for name in nobody & kinds.keys():
        kinds[name].other += 5
    return kinds


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


def _full_names(reading: Reading, left: list[Piece]) -> None:
    """Unknown full names and organizations: each leads later short forms back to it."""
    for piece in left:
        evidence = reading.kinds[piece.key]
        kind = evidence.kind()
        name = reading.text[piece.start : piece.end]
        if kind == "person" and len(piece.tokens) > 1 and not all(token.muted for token in piece.tokens):
            _person(reading, piece, name)
        elif kind == "organization" and not piece.acronym:
            _organization(reading, piece, name)
    owners = {piece.end: piece for piece in reading.pieces}
    links = {mention.end: mention for mention in reading.found if mention.entity is not None}
    for piece in left:
        if piece.acronym:
            _acronym(reading, piece, owners, links)


def _person(reading: Reading, piece: Piece, name: str) -> None:
    gender = gender_of_title([token.low for token in piece.title])
    like = reading.known.people_like(name) if reading.known else set()
    if len(like) == 1 and reading.known:
        entity = next(iter(like))
        reading.chains.person(name, piece.start, entity, reading.known.name_of(entity), gender)
    else:
        someone = reading.chains.person(name, piece.start, gender=gender)
        someone.candidates = someone.candidates or tuple(sorted(like, key=str))


def _organization(reading: Reading, piece: Piece, name: str) -> None:
    like = reading.known.organizations_like(name) if reading.known else set()
    if len(like) == 1 and reading.known:
        entity = next(iter(like))
        reading.chains.organization(name, piece.start, entity, reading.known.name_of(entity))
    else:
        reading.chains.organization(name, piece.start)


def _acronym(
    reading: Reading, piece: Piece, owners: dict[int, Piece], links: dict[int, MentionFound]
) -> None:
    """ "Foreign Affairs Canada (GAC)": the acronym belongs to the organization in front of the bracket."""
    owner = owners.get(piece.start - 2)
    if owner is None:
        return
    linked = links.get(owner.end)
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


def _short_names(reading: Reading, left: list[Piece]) -> None:
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
            add(reading, piece.span_start, piece.end, organization, why)
        elif kind == "person" and not (single and not _stands_alone(piece, evidence)):
            someone = reading.chains.person(
                name, piece.start, gender=gender_of_title([t.low for t in piece.title])
            )
            _surname_known(reading, piece, someone)
            add(reading, piece.span_start, piece.end, someone, evidence.why or "looks like a person's name")


def _known_by_initials(reading: Reading, piece: Piece, organization: Someone) -> str:
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
        label = piece.gap_after.startswith(":") or (piece.gap_after == ", " and _opens_aside(piece))
        return not (label or (piece.after and (_is_verb(piece.after.low) or token.possessive)))
    if token.low in nationalities():
        said = piece.before and piece.before.low in listed("says")
        return not (
            said or (piece.after and (piece.after.low in listed("says") or piece.after.low in _VERBS))
        )
    return token.low in listed("calendar")


def _opens_aside(piece: Piece) -> bool:
    """Whether words that describe a person follow the comma: "Small, who ran", "Small, 34, won", "Small, speaking in Oslo,"."""
    low = piece.after.low if piece.after else ""
    return (
        low in ("who", "whose", "a", "an", "the", "now", "then", "his", "her")
        or low.isdigit()
        or low.endswith("ing")
    )


def _is_verb(low: str) -> bool:
    """Whether the word after a name that is an ordinary word too shows that a person acts: "Weaver didn’t", "Small won"."""
    return low in listed("says") or low in _VERBS or low.endswith(("ed", "n't")) or low in _PAST


def _short_person(reading: Reading, piece: Piece, people: list[Someone], evidence: Evidence) -> None:
    gender = gender_of_title([token.low for token in piece.title])
    someone, sure = reading.chains.choose(people, piece.start, gender)
    words = len(key(someone.name).split())
    why = evidence.why if len(piece.tokens) > 1 else "a short form of a full name in this text"
    if len(piece.tokens) > 1 and words > 1 and evidence.why:
        why = evidence.why
    start = _with_particle(reading.text, piece, someone)
    if sure:
        add(reading, start, piece.end, someone, why)
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


def _surname_known(reading: Reading, piece: Piece, someone: Someone) -> None:
    """A title and a family name that one known person has: linked when it is one alone, else a choice."""
    if reading.known is None or someone.entity is not None or len(piece.tokens) > 1 or not piece.title:
        return
    people = reading.known.with_surname(piece.tokens[-1].text)
    if len(people) == 1:
        someone.entity = next(iter(people))
        someone.name = reading.known.name_of(someone.entity)
    elif people:
        someone.candidates = tuple(sorted(people, key=str))[:20]


def _ministries(reading: Reading) -> None:
    """ "China’s foreign ministry": an institution in small letters that a country owns."""
    rare = "ministry" in reading.text or "central bank" in reading.text
    for match in _MINISTRY.finditer(reading.text) if rare else ():
        if key(match["owner"]) in places():
            name = match["name"]
            someone = reading.chains.organization(name, match.start("name"))
            add(
                reading,
                match.start("name"),
                match.end("name"),
                someone,
                f"the institution of {match['owner']}",
            )


def _groups(reading: Reading) -> None:
    for start, end, people in reading.chains.groups(reading.text):
        if not reading.covers(start) and not reading.covers(end - 1):
            for someone in people:
                add(reading, start, end, someone, f"{len(people)} people of this name in the text")


def _beside(reading: Reading, pipeline: Pipeline) -> None:
    """Adds the names that only the pipeline sees, and says of the others that it sees them, too."""
    ours = {(one.start, one.end): at for at, one in enumerate(reading.found)}
    for named in list(pipeline.names(reading.text)):
        at = ours.get((named.start, named.end))
        if at is not None:
            one = reading.found[at]
            if one.kind == named.kind:
                reading.found[at] = replace(one, found_by=(*one.found_by, pipeline.title))
            continue
        name = reading.text[named.start : named.end]
        covered = any(reading.covers(here) for here in range(named.start, named.end))
        if covered or _something_else(reading, named, name):
            continue
        if named.kind == "person":
            someone = reading.chains.person(name, named.start)
        else:
            someone = reading.chains.organization(name, named.start)
        why = f"named by {pipeline.title}"
        add(reading, named.start, named.end, someone, why, found_by=(pipeline.title,))


def _something_else(reading: Reading, named: Named, name: str) -> bool:
    """Whether our rules know the words as a place, or no organization as a thing or a day, or their capitals say nothing."""
    written = key(name)
    evidence = reading.kinds.get(written) if named.kind == "organization" else None
    known = evidence is not None and evidence.other > max(evidence.person, evidence.organization)
    token = reading.token_at.get(named.start)
    return known or written in places() or token is None or token.muted or not token.capital


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
