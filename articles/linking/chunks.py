"""Runs of capitalised words that may be names, with the titles in them told apart."""

from __future__ import annotations

from articles.lexicon import common_words, forenames, listed, nationalities, states_shortened
from articles.linking.joins import belongs, heads, university
from articles.linking.pieces import DOTTED, LEGAL, SUFFIXES, Piece, parts
from articles.linking.tokens import Token, gap
from people.names import key

_JOINERS = frozenset({"of", "for", "on", "at"})
_DAYS = listed("days_and_months")
_NAMELIKE = frozenset({"july"})
_STATE_BODIES = frozenset(
    ["attorney", "bureau", "commission", "department", "legislature", "state", "supreme"]
)
_OPENS = ("“", '"', "‘")
_CLOSES = ("” ", '" ', "’ ")
_LONGEST = 40  # words of a run at most
_FUNCTION = listed("function_words")


def pieces(text: str, tokens: list[Token]) -> list[Piece]:
    """All runs of capitalised words of the text that are not plainly something else, in order."""
    found: list[Piece] = []
    at = 0
    while at < len(tokens):
        if not _begins(tokens, at):
            at += 1
            continue
        stop = _run_end(text, tokens, at)
        found.extend(_split(text, tokens, at, stop, found[-1] if found else None))
        at = stop
    return found


def _begins(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    return token.capital and token.low not in ("i", "i'm", "i've", "i'd", "i'll")


def _run_end(text: str, tokens: list[Token], at: int) -> int:
    """The index behind the last word of the run that begins at `at`."""
    last = at
    head = False
    joined = False
    while last + 1 < min(len(tokens), at + _LONGEST):
        here, there = tokens[last], tokens[last + 1]
        between = gap(text, here, there)
        head = head or heads(tokens, last)
        tied = _tied(text, tokens, last, between)
        if tied:
            last += tied
            continue
        if tied == 0:
            break
        short = between == ". " and (_abbreviated(here) or _state_body(text, here, there))
        if between != " " and not short and between != " \n":
            break
        if here.low in LEGAL and between == ". " and there.low not in LEGAL:
            break
        if there.capital:
            day = there.low in _DAYS and not (there.low in _NAMELIKE and last + 2 < len(tokens))
            if day or (there.first and between != " "):
                break
            last += 1
            continue
        step = _connector(text, tokens, last, head, joined)
        if not step:
            break
        joined = joined or there.low in _JOINERS
        last += step
    return last + 1


def _tied(text: str, tokens: list[Token], last: int, between: str) -> int | None:
    """How many words an owner, an "&", a legal form or a nickname ties to the run; 0 where it ends; None for none of these."""
    here, there = tokens[last], tokens[last + 1]
    if here.possessive or between in ("’ ", "' "):
        return int(belongs(tokens, last, between))
    if there.capital and (between == " & " or (between in (", ", "., ") and there.low in LEGAL | SUFFIXES)):
        return 1
    if between.lstrip(". ") in _OPENS and _nickname(text, tokens, last):
        return 2
    return None


def _nickname(text: str, tokens: list[Token], last: int) -> bool:
    """Whether one word between marks and a name follow: ‘Marcia “Cia” Bell’."""
    if last + 2 >= len(tokens):
        return False
    nick, there = tokens[last + 1], tokens[last + 2]
    return nick.capital and there.capital and gap(text, nick, there) in _CLOSES


def _state_body(text: str, here: Token, there: Token) -> bool:
    """ "Calif. Department": a state written short that begins the name of one of its bodies; no "Vista, Calif. Police"."""
    return (
        here.low in states_shortened()
        and there.low in _STATE_BODIES
        and text[here.start - 2 : here.start] != ", "
    )


def _abbreviated(token: Token) -> bool:
    return (
        len(token.text) == 1
        or "." in token.text
        or token.low in DOTTED
        or f"{token.low}" in listed("titles")
        or (token.low in listed("honorifics"))
    )


def _connector(text: str, tokens: list[Token], last: int, head: bool, joined: bool) -> int:
    """How many words to go on over a small connecting word ("of", "van der", "and"); 0 when the run ends here."""
    word = tokens[last + 1].low
    beyond = tokens[last + 2] if last + 2 < len(tokens) else None
    if beyond is None or gap(text, tokens[last + 1], beyond) != " ":
        return 0
    if word in listed("particles") and beyond.capital:
        return 2
    if word in ("van", "von", "de") and beyond.low in listed("particles"):
        third = tokens[last + 3] if last + 3 < len(tokens) else None
        return 3 if third and third.capital and gap(text, beyond, third) == " " else 0
    if word == "at" and not (joined and tokens[last].capital and university(tokens, last)):
        return 0
    if head and word in _JOINERS:
        if beyond.capital and beyond.low not in listed("calendar"):
            return 2
        third = tokens[last + 3] if last + 3 < len(tokens) else None
        if beyond.low == "the" and third and third.capital and gap(text, beyond, third) == " ":
            return 3
    if word == "and" and beyond.capital and _one_name(text, tokens, last, joined):
        return 2
    return 0


def _one_name(text: str, tokens: list[Token], last: int, joined: bool) -> bool:
    """Whether "X and Y" is one name: "Food and Drug Administration", "Department of Wildlife and Fisheries"."""
    left, right = tokens[last], tokens[last + 2]
    words = common_words()
    if (
        left.low in words
        and right.low in words
        and left.low not in nationalities()
        and right.low not in nationalities()
    ):
        if joined and not left.first:
            return True
        third = tokens[last + 3] if last + 3 < len(tokens) else None
        if third is not None and third.capital and gap(text, right, third) == " ":
            return third.low in listed("institutions") or third.low in listed("companies")
    return f"{left.low} and {right.low}" in listed("organizations")


def _split(text: str, tokens: list[Token], begin: int, stop: int, previous: Piece | None) -> list[Piece]:
    """The run `begin:stop` as pieces: titles split it, a sentence's first word falls off."""
    run = tokens[begin:stop]
    if run[0].muted and len(run) > 3:
        return _from_heading(text, tokens, begin, stop)
    while run and _falls_off(run):
        run = run[1:]
        begin += 1
    found = parts(run)
    for piece in found:
        _neighbours(text, tokens, piece, begin, stop)
        piece.key = key(" ".join(token.text for token in piece.tokens))
    if found and previous:
        found[0].acronym = _bracketed(text, found[0], previous)
    return found


def _bracketed(text: str, piece: Piece, previous: Piece) -> bool:
    """Whether the piece is an acronym in brackets right behind the piece before it."""
    shape = len(piece.tokens) == 1 and piece.tokens[0].text.isupper() and previous.end + 2 == piece.start
    return shape and text[piece.start - 2 : piece.start] == " (" and text[piece.end : piece.end + 1] == ")"


def _from_heading(text: str, tokens: list[Token], begin: int, stop: int) -> list[Piece]:
    """The runs inside a heading in title case that are no ordinary words: its capitals tell nothing."""
    found: list[Piece] = []
    at = begin
    while at < stop:
        end = at + _organization_size(tokens, at, stop)
        while end < stop and _named_in_heading(tokens[end], end > at):
            end += 1
        if end > at:
            piece = Piece(tokens[at:end])
            _neighbours(text, tokens, piece, at, end)
            piece.key = key(" ".join(token.text for token in piece.tokens))
            found.append(piece)
        at = max(end, at + 1)
    return found


def _organization_size(tokens: list[Token], at: int, stop: int) -> int:
    """How many words from `at` on are the name of a well-known organization, 0 for none."""
    for size in (5, 4, 3, 2):
        if at + size <= stop and " ".join(token.low for token in tokens[at : at + size]) in listed(
            "organizations"
        ):
            return size
    return 0


def _named_in_heading(token: Token, inside: bool) -> bool:
    if (
        not token.capital
        or token.low in _FUNCTION
        or token.low in listed("says")
        or token.low in listed("not_organizations")
    ):
        return False
    return token.low not in common_words() or token.low in forenames() or token.low in listed("organizations")


def _falls_off(run: list[Token]) -> bool:
    """Whether the run's first word is an ordinary word that only begins the sentence."""
    token = run[0]
    low = token.low
    if (low == "former" or "-of-" in low) and len(run) > 1:  # "Mother-of-two Ann Bell"
        return True
    if low in _FUNCTION or low in listed("calendar"):
        return not (low in ("may", "will") and not token.first) and not (low == "new" and len(run) > 1)
    if not (token.first or token.muted) or low not in common_words() or len(run) == 1:
        return False
    if (
        low in listed("titles")
        or low in listed("honorifics")
        or low in nationalities()
        or low in listed("institutions")
    ):
        return False
    second = run[1].low
    return second in forenames() and len(run) > 2 and low not in forenames()


def _neighbours(text: str, tokens: list[Token], piece: Piece, begin: int, stop: int) -> None:
    first = (piece.title or piece.tokens)[0]
    at = begin
    while tokens[at] is not first:
        at += 1
    end = at + len(piece.title) + len(piece.tokens)
    while tokens[end - 1] is not piece.tokens[-1]:
        end += 1
    if at:
        piece.before = tokens[at - 1]
        piece.gap_before = gap(text, tokens[at - 1], first)
    if end < len(tokens):
        piece.after = tokens[end]
        piece.gap_after = gap(text, piece.tokens[-1], tokens[end])
