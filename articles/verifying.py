"""Whether the record keeps its promises: what no constraint can hold, and what somebody may have bypassed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import F, Model
from django.db.models.functions import Substr

from articles import chain, counterparts, derive, requotes
from articles.models import Appearance, Article, Connection, Edition, EditionKind, LiveTag
from articles.models.passage import kinds_of_passage
from articles.rendering import jsonld_of, linked_html
from articles.text import text_of
from newsroom import edtf, triggers
from newsroom.fields import EDTFBoundField
from people.models import Entity, Merge
from people.names import key


@dataclass(frozen=True)
class Problem:
    """A broken promise: which one, on which row, and what is wrong, in words."""

    check: str
    row: str
    message: str

    def __str__(self) -> str:
        return f"{self.check}: {self.row}: {self.message}"


def problems() -> Iterator[Problem]:
    """Every broken promise. Only reads; what is published meanwhile may show as derived rows that differ."""
    for check in (
        _triggers,
        _chains,
        _standing,
        _texts,
        _passages,
        _dates,
        _keys,
        _survivors,
        _derived,
        _found_by,
    ):
        for row, message in check():
            yield Problem(check.__name__.strip("_"), row, message)


Found = Iterator[tuple[str, str]]


def _named(row: Model) -> str:
    return f"{row._meta.label_lower} {row.pk}"


def _triggers() -> Found:
    for name in triggers.missing(connection):
        yield name, "is not in the database as it should be: run manage.py migrate"


def _chains() -> Found:
    editions = Edition.objects.select_related("article").order_by("article_id", "number")
    for article, group in groupby(editions.iterator(100), key=lambda edition: edition.article):
        for message in chain.broken(list(group)):
            yield _named(article), message


def _standing() -> Found:
    """The live edition is the article's newest, and no withdrawal."""
    for article in Article.objects.live().select_related("live_edition").defer("body", "text").iterator(200):
        newest = article.editions.order_by("number").last()
        if newest is None or article.live_edition != newest or newest.kind == EditionKind.WITHDRAWAL:
            yield _named(article), "readers see an edition that does not stand"


def _texts() -> Found:
    for model in (Article, Edition):
        for row in model._base_manager.only("pk", "body", "text").order_by("pk").iterator(200):
            if row.text != text_of(row.body):
                yield _named(row), "its text is not the text of its body"


def _passages() -> Found:
    for model in kinds_of_passage():
        length = F("end") - F("start")
        for home in ("article", "edition"):
            words = Substr(f"{home}__text", F("start") + 1, length)
            rows = model._base_manager.filter(lost=False, edition__isnull=home == "article")
            for row in rows.annotate(words=words).exclude(words=F("exact")).order_by("pk").iterator():
                yield _named(row), f"the {home} has “{row.words}” there, not “{row.exact}”"


def _dates() -> Found:
    """The bounds of every date are those of its text."""
    for model in apps.get_models():
        bounds = [f for f in model._meta.concrete_fields if isinstance(f, EDTFBoundField)]
        for source in dict.fromkeys(field.source for field in bounds):
            rows = model._base_manager.exclude(**{source: None}).order_by("pk")
            columns = (source, f"{source}_earliest", f"{source}_latest")
            for pk, text, *held in rows.values_list("pk", *columns).iterator():
                if list(_bounds(text)) != held:
                    yield (
                        f"{model._meta.label_lower} {pk}",
                        f"the bounds of {source} are not those of “{text}”",
                    )


def _bounds(text: str) -> Iterable[date | str | None]:
    try:
        return edtf.bounds(text)
    except edtf.EDTFError:
        return ("no date",)


def _keys() -> Found:
    """The comparable keys of names are those of their texts."""
    for label, text, held in (
        ("people.entity", "name", "name_key"),
        ("people.name", "text", "key"),
        ("articles.candidate", "name", "key"),
    ):
        model = apps.get_model(label)
        for pk, written, kept in model._base_manager.values_list("pk", text, held).order_by("pk").iterator():
            if key(written)[:200] != kept:
                yield f"{label} {pk}", f"“{kept}” is not the key of “{written}”"


def _found_by() -> Found:
    """The keys by which articles that tell the same, and quotes of the same words, are found."""
    for row in (*counterparts.wrong(), *requotes.wrong()):
        yield _named(row), "its keys are not those of its words: run manage.py rederive"


def _survivors() -> Found:
    """`survivor` is what the active merges say, without a step between."""
    into = dict(Merge.objects.active().values_list("loser", "into"))
    for pk, survivor in Entity.objects.order_by("pk").values_list("pk", "survivor").iterator():
        wanted = _end(pk, into)
        if survivor != (wanted if wanted != pk else None):
            yield f"people.entity {pk}", f"its survivor is {survivor}, and by the merges {wanted}"


def _end(pk: int, into: dict[int, int]) -> int:
    seen = set()
    while pk in into and pk not in seen:
        seen.add(pk)
        pk = into[pk]
    return pk


_APPEARANCE = ("entity_id", "edition_id", "date", "published_at", "mentions", "quotes", "citations", "author")


def _derived() -> Found:
    """What is derived is what would be derived from nothing now."""
    weights: Counter[tuple[int, int]] = Counter()
    last: dict[tuple[int, int], date] = {}
    for article in Article.objects.select_related("live_edition").order_by("pk").iterator(100):
        edition = article.live_edition
        appearances = derive.appearances_of(edition) if edition else []
        for what in _differing(article, appearances):
            yield _named(article), f"{what} differ from what is derived now: run manage.py rederive"
        seen = derive.subjects({row.entity_id: row for row in appearances})
        for pair in derive.both_ways(derive.pairs(seen)):
            weights[pair] += 1
            last[pair] = max(last.get(pair, date.min), appearances[0].date)
    wanted = {(*pair, times, last[pair]) for pair, times in weights.items()}
    held = set(Connection.objects.values_list("entity", "other", "articles", "last"))
    for one, other, *_ in sorted(wanted ^ held):
        yield f"people.entity {one}", f"its connection with {other} differs: run manage.py rederive"


def _differing(article: Article, appearances: list[Appearance]) -> Iterator[str]:
    edition = article.live_edition
    if any(getattr(article, name) != value for name, value in derive.columns_of(edition).items()):
        yield "live columns"
    wanted = {_values(row) for row in appearances}
    if wanted != {_values(row) for row in Appearance.objects.filter(article=article)}:
        yield "appearances"
    tags = (
        {(tag.pk, edition.date, article.published_at) for tag in derive.tags_of(edition)}
        if edition
        else set()
    )
    if tags != set(LiveTag.objects.filter(article=article).values_list("tag", "date", "published_at")):
        yield "live tags"
    if derive.references_of(edition).keys() != set(article.live_references.values_list("key", flat=True)):
        yield "live references"
    if edition and (edition.html, edition.jsonld) != (linked_html(edition), jsonld_of(edition)):
        yield "page and data"
    others = article.editions.exclude(pk=article.live_edition_id or 0)
    if others.exclude(html="", jsonld={}).exists():
        yield "pages of older editions"


def _values(row: Appearance) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _APPEARANCE)
