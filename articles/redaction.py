"""Redaction: the one act that may blank words of an edition, logged, its hash kept."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from articles import derive
from articles.models import Act, Article, Edition, Passage, Redaction, Verb
from articles.models.passage import BLANK
from articles.publishing import User
from articles.text import blocks, html_of, text_of
from articles.triggers import PASSAGES, TEXT

_WORDS = [name for name in TEXT if name not in ("slug", "url", "section_id")]


@derive.act()
def redact(edition: Edition, *, by: User, reason: str, words: Sequence[str] | None = None) -> Redaction:
    """Blank every occurrence of `words` in one edition and its passages, or all of its text if no words are given.

    Blanked characters become █, so that what else is said stays in its place; links and appearances that rest on blanked
    words vanish. The address stays. Raises ValidationError without a reason, or if the words are nowhere in it.
    """
    if not reason.strip():
        raise ValidationError("Say why the words are redacted: the log is all that will be left of them.")
    edition = Edition.objects.select_related("article").get(pk=edition.pk)
    edition.article.hold()
    pattern = _pattern(words)
    fields = {
        name: _blanked(getattr(edition, name), pattern) for name in _WORDS if name not in ("body", "text")
    }
    fields["text"] = _blanked(edition.text, pattern)
    fields["body"] = _blanked_html(edition, fields["text"], pattern)
    if all(value == getattr(edition, name) for name, value in fields.items()):
        raise ValidationError(
            f"None of these words is in edition {edition.number}: {', '.join(words or [])}."
        )
    log = Redaction.objects.create(edition=edition, number=edition.redacted + 1, by=by, reason=reason)
    _blank_passages(edition, pattern)
    Edition.objects.filter(pk=edition.pk).update(redacted=log.number, **fields)
    Act.objects.create(verb=Verb.REDACT, by=by, why=reason, article=edition.article, edition=edition)
    derive.article(Article.objects.select_related("live_edition").get(pk=edition.article_id))
    return log


def _pattern(words: Sequence[str] | None) -> re.Pattern[str]:
    if words is None:
        return re.compile(r"\S")
    kept = sorted((word for word in words if word.strip()), key=len, reverse=True)
    if not kept:
        raise ValidationError("Name the words to redact.")
    return re.compile("|".join(r"\s+".join(map(re.escape, word.split())) for word in kept), re.IGNORECASE)


def _blanked(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value with every match of the pattern in its strings blanked, lengths kept."""
    if isinstance(value, str):
        return pattern.sub(lambda found: re.sub(r"\S", BLANK, found.group()), value)
    if isinstance(value, list):
        return [_blanked(item, pattern) for item in value]
    if isinstance(value, dict):
        kept = ("uid", "person", "slug", "role", "file", "date")
        blanked = {key: item if key in kept else _blanked(item, pattern) for key, item in value.items()}
        if "person" in value and blanked["name"] != value["name"]:
            blanked["person"] = None  # a link would say the name
        return blanked
    return value


def _blanked_html(edition: Edition, text: str, pattern: re.Pattern[str]) -> str:
    """The body for a blanked text; without its inline markup where that would let the words through."""
    if text == edition.text:
        return edition.body
    heads = [(block.start, block.end) for block in blocks(edition.body) if block.tag in ("h2", "h3", "h4")]
    body = html_of(text, heads)
    assert text_of(body) == text
    return body


def _blank_passages(edition: Edition, pattern: re.Pattern[str]) -> None:
    rows: list[Passage] = [*edition.mention_set.all(), *edition.quote_set.all(), *edition.citation_set.all()]
    text = _blanked(edition.text, pattern)
    for row in rows:
        own = {name: _blanked(getattr(row, name), pattern) for name in PASSAGES[row._meta.db_table][1]}
        context = {
            "exact": text[row.start : row.end],
            "prefix": text[max(0, row.start - len(row.prefix)) : row.start],
            "suffix": text[row.end : row.end + len(row.suffix)],
        }
        type(row)._base_manager.filter(pk=row.pk).update(**own, **context)
