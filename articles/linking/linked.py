"""Known names in a text: which of them link, which longer names win over them, which of several namesakes is meant."""

from __future__ import annotations

from articles.lexicon import common_words, listed, nationalities, places
from articles.linking.chains import Someone
from articles.linking.found import EntityId, MentionFound
from articles.linking.known import KnownHit, KnownNames
from articles.linking.pieces import Piece
from articles.linking.state import Reading, add
from people.names import key


def hits(reading: Reading) -> tuple[list[KnownHit], list[KnownHit]]:
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


def _ordinary_here(reading: Reading, hit: KnownHit) -> bool:
    """Whether a one-word known name is probably the ordinary word: it begins a sentence and nothing else says it is a name."""
    word = reading.text[hit.start : hit.end]
    if " " in word or word.lower() not in common_words() or (word.isupper() and len(word) > 1):
        return False
    token = reading.token_at.get(hit.start)
    if token is None or not (token.first or token.muted):
        return False
    return word not in reading.capitals


def take_known(reading: Reading, hits: list[KnownHit]) -> list[Piece]:
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


def _against(reading: Reading, piece: Piece, hit: KnownHit) -> KnownHit | None:
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


def _link(reading: Reading, hits: list[KnownHit]) -> None:
    """One mention for each known name; where several entities are written so, what else the text names decides."""
    assert reading.known is not None or not hits
    sure = [hit for hit in hits if _is_sure(reading, hit)]
    for hit in sure:
        _register(reading, hit, hit.rows[0].entity)
    for hit in hits:
        entities = list(dict.fromkeys(row.entity for row in hit.rows))
        if all(row.form == "group" for row in hit.rows):
            for entity in entities:
                add(
                    reading, hit.start, hit.end, _register(reading, hit, entity), "a group name of the record"
                )
        elif _is_sure(reading, hit):
            form = hit.rows[0].form
            why = "a known name" if form == "canonical" else f"a known name ({form})"
            add(reading, hit.start, hit.end, _register(reading, hit, entities[0]), why)
        else:
            _choice(reading, hit, entities)


def _is_sure(reading: Reading, hit: KnownHit) -> bool:
    """Whether the words name one entity, and editors did not reject that."""
    row = hit.rows[0]
    one = len({row.entity for row in hit.rows}) == 1 and row.form != "group"
    return one and not (
        reading.known and reading.known.rejection(reading.text[hit.start : hit.end], row.entity)
    )


def _register(reading: Reading, hit: KnownHit, entity: EntityId) -> Someone:
    assert reading.known is not None
    row = next(row for row in hit.rows if row.entity == entity)
    if row.kind == "event":
        return reading.chains.event(entity, row.name, hit.start)
    if row.kind == "organization":
        return reading.chains.organization(reading.text[hit.start : hit.end], hit.start, entity, row.name)
    name = row.text if row.form != "group" and " " in row.text else row.name
    someone = reading.chains.person(name, hit.start, entity, row.name)
    written = reading.text[hit.start : hit.end]
    if " " in written and key(written) != key(name):  # another spelling, which short forms may follow
        reading.chains.person(written, hit.start, entity, row.name)
    return someone


def _choice(reading: Reading, hit: KnownHit, entities: list[EntityId]) -> None:
    """One of several namesakes, or of one that editors rejected; left open where nothing in the text decides."""
    assert reading.known is not None
    text, named = reading.text[hit.start : hit.end], reading.chains.entities()
    rejected = {
        one: why for one in entities if (why := reading.known.rejection(text, one)) and one not in named
    }
    left = [one for one in entities if one not in rejected]
    chosen, why = decide(left or entities, named, reading.known)
    if chosen is not None and left:
        add(reading, hit.start, hit.end, _register(reading, hit, chosen), why, sure=True)
        return
    row, open_to = hit.rows[0], tuple(entities) if len(entities) > 1 else ()
    why = "; ".join(rejected.values()) or why
    reading.found.append(MentionFound(hit.start, hit.end, text, row.kind, text, None, open_to, why))


def decide(
    entities: list[EntityId], named: frozenset[EntityId], known: KnownNames
) -> tuple[EntityId | None, str]:
    """Which of several namesakes the text means, by the entities that it names without doubt, and why."""
    for entity in entities:
        if entity in named and not any(other in named for other in entities if other != entity):
            return entity, "the text names this one by another name too"
    if len(entities) == 1:
        return entities[0], "the one of this name that editors did not reject"
    for ties, why in (
        (known.ties.related, "the text also names who is related to this one"),
        (known.ties.seen_with, "the text also names who appears in articles with this one"),
    ):
        shared = {entity: len(ties.get(entity, frozenset()) & named) for entity in entities}
        ranked = sorted(entities, key=lambda entity: shared[entity], reverse=True)
        if shared[ranked[0]] > shared[ranked[1]]:
            return ranked[0], why
    return None, f"{len(entities)} known names are written so, and nothing in the text decides"


def link_weak(reading: Reading, weak: list[KnownHit]) -> None:
    """A weak name links only where the text names the same entity by another name."""
    for hit in weak:
        named = [row for row in hit.rows if reading.chains.has(row.entity)]
        if len(named) == 1 and not reading.covers(hit.start):
            someone = _register(reading, hit, named[0].entity)
            add(reading, hit.start, hit.end, someone, "a weak name beside another one")
