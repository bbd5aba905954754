"""From marks and verbs of saying to quotes with speakers."""

from __future__ import annotations

import re

from articles.linking import MentionFound, RoleFound, find_roles
from articles.linking.found import EntityId
from articles.linking.tokens import plain_spaces
from articles.quoting.context import forward, from_context
from articles.quoting.found import Office, QuoteFound
from articles.quoting.inside import inside_sentence
from articles.quoting.marks import Quoted, is_title, mask, paragraphs, quoted
from articles.quoting.reported import find_reported
from articles.quoting.runs import Page, Run, runs
from articles.quoting.speakers import Cast
from articles.quoting.turns import Turn, find_turns
from articles.sentences import sentences

_NAMING = re.compile(
    r"\b(?:so-called|called|titled|entitled|headlined|known as|named|dubbed|nicknamed|labell?ed|film|movie|song|album|book|novel|"
    r"show|series|programme?|magazine|newspaper|podcast|musical|play|game|slogan|words?|terms?|phrase|hashtag)\s*,?\s*\Z"
)
_FEW_WORDS = (
    4  # from how many words on a run between marks is taken for a quote without a verb of saying near it
)


def find_quotes(
    text: str,
    mentions: list[MentionFound],
    offices: list[Office] | None = None,
    roles: list[RoleFound] | None = None,
    spans: list[tuple[int, int]] | None = None,
) -> list[QuoteFound]:
    """The quotes of `text`, in order: words without their marks, the speaker as far as the text tells, and why.

    `offices` are the offices that people of the record hold on the article's day; `roles` and `spans` are the text's roles
    and sentences where they are known already.
    """
    blocks = paragraphs(text)
    turns = find_turns(text, blocks, mentions)
    spoken = {turn.quoted.paragraph for turn in turns}
    marked = [one for one in quoted(text, blocks) if one.paragraph not in spoken and not _is_name(text, one)]
    shut = sorted([*marked, *(turn.quoted for turn in turns)], key=lambda one: one.start)
    masked = mask(plain_spaces(text), shut)
    clauses = sentences(text) if spans is None else spans
    cast = Cast(
        text, masked, clauses, mentions, find_roles(text, mentions) if roles is None else roles, offices or []
    )
    page = Page(text, masked, blocks, cast)
    page.runs = runs(page, marked)
    for number, run in enumerate(page.runs):
        inside_sentence(page, run, page.runs[number - 1] if number else None)
    _drop_others(page)
    page.runs = [run for run in page.runs if not run.dropped]
    forward(page)
    from_context(page)
    found = [_quote(page, run) for run in page.runs]
    found += [_of_turn(page, turn, turn.name) for turn in turns if turn.name]
    found += find_reported(cast, clauses, [(one.start, one.end) for one in shut])
    return sorted(found, key=lambda one: (one.start, one.end))


def _is_name(text: str, one: Quoted) -> bool:
    """Whether the run is no speech but a title of a work or a nickname: “Morning Joe”, Ann “Bo” Bell."""
    words = text[one.start : one.end]
    lead = text[max(one.start - 60, 0) : one.start - 1]
    behind = text[one.end + 1 : one.end + 3]
    if (
        " " not in words
        and words.isalpha()
        and words[0].isupper()
        and behind[:1] == " "
        and behind[1:].isupper()
    ):
        return lead[-1:] == " " and lead.split()[-1:][0][:1].isupper()
    plain = words[-1] not in ",.?!" and not lead.rstrip().endswith((",", ":"))
    comma = words[-1] == "," and lead.rstrip().endswith(
        ("of", "on", "in", "'s", "’s", "book", "film", "show", "the")
    )
    return (is_title(words) and plain) or (comma and is_title(words[:-1]))


def _drop_others(page: Page) -> None:
    """Leaves out what stands between marks but is no quote: titles of works, single words, names."""
    for run in page.runs:
        words = page.text[run.quoted.start : run.quoted.end]
        count = len(words.split())
        lead = page.masked[run.lead[0] : max(run.quoted.start - 1, run.lead[0])]
        if (
            _NAMING.search(lead[-40:])
            and count <= 8
            and not (run.speaker and run.cue in ("called", "dubbed", "labeled"))
        ):
            run.dropped = True
        elif count < _FEW_WORDS and run.speaker is None and run.quoted.closed:
            sentence = words[-1:] in ",.?!" and words[:1].isupper() and count > 1
            run.dropped = not sentence
        elif count == 1 and not run.cue:
            run.dropped = True


def _quote(page: Page, run: Run) -> QuoteFound:
    start, end = run.quoted.start, run.quoted.end
    speaker = run.speaker
    entity: EntityId | None = speaker.entity if speaker else None
    return QuoteFound(
        start,
        end,
        page.text[start:end],
        speaker.name if speaker else None,
        entity,
        run.kind,
        run.cue,
        run.why,
    )


def _of_turn(page: Page, turn: Turn, name: str) -> QuoteFound:
    start, end = turn.quoted.start, turn.quoted.end
    entity = turn.mention.entity if turn.mention else None
    words = page.text[start:end]
    return QuoteFound(start, end, words, name, entity, "direct", "", "the transcript's label")
