"""Teams that a report on sport calls by a country, town or state: "England beat Samoa", "for Scotland"."""

from __future__ import annotations

import re

from articles.lexicon import forenames, listed, places
from articles.linking.chains import Someone
from articles.linking.pieces import Piece
from articles.linking.state import Reading, add
from articles.linking.tokens import Token

SPORT = 3  # different words of sport from which a text is a report on sport
_WHY = "a team, called by its place in a report on sport"
_PLAYED = re.compile(
    r"\b(?:played|plays|playing|scored|caps?|points|tries|goals|debut|appearances|picked|selected|signed|runs)\s+for\s+\Z"
)
_SCORE = re.compile(r"\s+\d{1,3}(?:-\d{1,3}|\s*[,(])")
_AGAINST = listed("team_before")
_DOES = listed("team_verbs")
_OWNS = listed("team_nouns")
_PLACE_BEFORE = frozenset(
    {
        "in",
        "at",
        "from",
        "near",
        "across",
        "around",
        "outside",
        "to",
        "of",
        "into",
        "through",
        "visit",
        "throughout",
    }
)


def find_teams(reading: Reading) -> None:
    """Adds the places that stand for teams, where the text is a report on sport."""
    if not is_sport(reading.tokens):
        return
    free = [piece for piece in reading.pieces if _is_place(piece) and not reading.covers(piece.start)]
    teams = {piece.key for piece in free if not _located(piece) and _plays(reading.text, piece)}
    for piece in free:
        if not _located(piece) and (piece.key in teams or _beside(piece, teams)):
            add(reading, piece.start, piece.end, _team(reading, piece), _WHY)


def _team(reading: Reading, piece: Piece) -> Someone:
    """The team, linked where the record has one national team of the place, else open between those that it has."""
    place = reading.text[piece.start : piece.end]
    team = reading.chains.organization(place, piece.start)
    like = reading.known.teams_of(place) if reading.known and team.entity is None else set()
    if len(like) == 1 and reading.known:
        entity = next(iter(like))
        return reading.chains.organization(place, piece.start, entity, reading.known.name_of(entity))
    team.candidates = team.candidates or tuple(sorted(like, key=str))
    return team


def is_sport(tokens: list[Token]) -> bool:
    """Whether a text tells of sport: it has several different words that little else uses."""
    words = listed("sport_words")
    return len({token.low for token in tokens if token.low in words}) >= SPORT


def _is_place(piece: Piece) -> bool:
    muted = all(token.muted for token in piece.tokens)
    return piece.key in places() and piece.key not in forenames() and not (muted or piece.title)


def _located(piece: Piece) -> bool:
    """Whether the words beside say that the place is meant: "in England", "Leeds, England"."""
    before = piece.before
    if before is None:
        return False
    return (piece.gap_before == " " and before.low in _PLACE_BEFORE) or (
        piece.gap_before == ", " and before.capital
    )


def _plays(text: str, piece: Piece) -> bool:
    """Whether the words beside say what teams do, or what is done to them."""
    before, after = piece.before, piece.after
    if (
        before
        and piece.gap_before == " "
        and (before.low in _AGAINST or _PLAYED.search(text, max(0, piece.start - 24), piece.start))
    ):
        return True
    if after is None or not piece.gap_after.startswith(" "):
        return bool(_SCORE.match(text, piece.end))
    owned = after.low in _OWNS or (piece.tokens[-1].possessive and after.low in _DOES)
    return owned or after.low in _DOES or bool(_SCORE.match(text, piece.end))


def _beside(piece: Piece, teams: set[str]) -> bool:
    """Whether "and" joins the place to a team: "England and Tonga"."""
    return bool(piece.before and piece.before.low in ("and", "v", "vs", "versus") and teams)
