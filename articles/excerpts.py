"""What readers see of somebody else's text: the sentences that we cite or quote, never the whole of it."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from articles.models import Citation, Edition, Quote
from articles.rendering import passage_id
from articles.sentences import around, sentences
from articles.text import Mark, annotate, html_of


def cited_sentences(edition: Edition) -> list[SafeString]:
    """HTML of the sentences of the edition that stands which hold live citations or quotes; these marked."""
    cited, said = (
        rows.filter(edition=edition).order_by().values_list("start", "end")
        for rows in (Citation.objects.live(), Quote.objects.live())
    )
    passages = set(cited.union(said))
    if not passages:
        return []
    text, all_sentences = edition.text, sentences(edition.text)
    spans = _joined(around(all_sentences, start, end) for start, end in sorted(passages))
    return [_html(text, start, end, passages) for start, end in spans]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _html(text: str, start: int, end: int, passages: set[tuple[int, int]]) -> SafeString:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    marks = [
        Mark(
            max(first - start, 0),
            min(last - start, len(piece)),
            f'<mark id="{passage_id(first, last)}">',
            "</mark>",
        )
        for first, last in sorted(passages)
        if first < start + len(piece) and start < last
    ]
    return mark_safe(annotate(html_of(piece), marks))  # noqa: S308 - both escape
