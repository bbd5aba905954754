"""An edition's linked HTML and JSON-LD: derived, so that a rename, merge or suppression can be written into them again."""

from collections import defaultdict
from typing import Any

from django.utils.html import escape

from articles.models import Edition, EditionKind, Mention, Rights
from articles.text import Mark, annotate
from people.models import Entity, Kind

SCHEMA_TYPES: dict[str, str] = {Kind.PERSON: "Person", Kind.ORGANIZATION: "Organization", Kind.EVENT: "Event"}


#: span → the entities named there
Spans = dict[tuple[int, int], list[Entity]]


def page_of(edition: Edition) -> tuple[str, dict[str, Any]]:
    """Linked HTML and JSON-LD of an edition."""
    named = named_spans(edition)
    return linked_html(edition, named), jsonld_of(edition, named)


def linked_html(edition: Edition, named: Spans | None = None) -> str:
    """The body with its names linked and its cited passages given ids; empty where readers may not see the body.

    `named` are its `named_spans`; fetched unless given.
    """
    if edition.rights == Rights.EXCERPT or edition.kind == EditionKind.WITHDRAWAL:
        return ""
    cited = set(edition.citation_set.readable().order_by().values_list("start", "end"))
    marks = [
        Mark(start, end, f'<span id="{passage_id(start, end)}">', "</span>") for start, end in sorted(cited)
    ]
    for (start, end), entities in (named_spans(edition) if named is None else named).items():
        marks.append(Mark(start, end, _link(entities), "</a>"))
    return annotate(edition.body, marks)


def passage_id(start: int, end: int) -> str:
    """The id of a cited passage on its article's page."""
    return f"p{start}-{end}"


def named_spans(edition: Edition) -> Spans:
    """Span → the entities named there that readers may see, each once."""
    spans: Spans = defaultdict(list)
    rows = Mention.objects.filter(edition=edition).readable().select_related("entity__survivor")
    for mention in rows.order_by("start", "-end", "pk"):
        entity = mention.entity.current
        if mention.entity.is_live and entity not in spans[mention.start, mention.end]:
            spans[mention.start, mention.end].append(entity)
    return {span: entities for span, entities in spans.items() if entities}


def _link(entities: list[Entity]) -> str:
    """A group name leads to the list of who is named, which has all of its members."""
    if len(entities) > 1:
        return '<a class="group" href="#named">'
    return f'<a class="{entities[0].kind}" href="{escape(entities[0].get_absolute_url())}">'


def jsonld_of(edition: Edition, named: Spans | None = None) -> dict[str, Any]:
    """A schema.org NewsArticle; addresses are relative to the site. Empty for a withdrawal.

    `named` are its `named_spans`; fetched unless given.
    """
    if edition.kind == EditionKind.WITHDRAWAL:
        return {}
    spans = named_spans(edition) if named is None else named
    mentioned = {entity.pk: entity for entities in spans.values() for entity in entities}
    content = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": edition.headline,
        "description": edition.standfirst,
        "inLanguage": edition.language,
        "datePublished": edition.date.isoformat(),
        "dateModified": edition.published_at.isoformat(),
        "articleSection": (edition.section or {}).get("name"),
        "keywords": edition.tags,
        "author": [
            {"@type": "Person", "name": line["name"]} for line in edition.bylines if line["role"] == "author"
        ],
        "publisher": {"@type": "Organization", "name": edition.publisher} if edition.publisher else None,
        "correction": edition.note if edition.kind == EditionKind.CORRECTION else None,
        "mentions": [
            {"@type": SCHEMA_TYPES[entity.kind], "name": entity.name, "url": entity.get_absolute_url()}
            for entity in mentioned.values()
        ],
    }
    return {key: value for key, value in content.items() if value}
