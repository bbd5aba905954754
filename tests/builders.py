"""The smallest valid row of everything, for tests. Keyword arguments say what the test is about."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from articles import publishing
from articles.models import (
    Article,
    Citation,
    Edition,
    Event,
    Mention,
    Passage,
    Quote,
    Section,
    Story,
)
from newsroom.editorial import Decision
from people.models import Entity, Organization, Person, Relation

_numbers = count(1)


def user(name: str = "") -> User:
    return User.objects.create_user(name or f"user{next(_numbers)}", password="secret")


def person(name: str = "Ada Example", **fields: Any) -> Entity:
    fields.setdefault("slug", f"{_slug(name)}-{next(_numbers)}")
    return Person.objects.create(name=name, **fields)


def organization(name: str = "Example Trust", **fields: Any) -> Entity:
    fields.setdefault("slug", f"{_slug(name)}-{next(_numbers)}")
    return Organization.objects.create(name=name, **fields)


def event(name: str = "Opening of the bridge", **fields: Any) -> Entity:
    fields.setdefault("slug", f"{_slug(name)}-{next(_numbers)}")
    return Event.objects.create(name=name, **fields)


def relation(subject: Entity, object: Entity, kind: str = "holds_role_at", **fields: Any) -> Relation:
    return Relation.objects.create(subject=subject, object=object, kind=kind, **fields)


def section(name: str = "World", **fields: Any) -> Section:
    fields.setdefault("slug", _slug(name))
    return Section.objects.get_or_create(name=name, defaults=fields)[0]


def story(title: str = "The bridge affair", **fields: Any) -> Story:
    fields.setdefault("slug", f"{_slug(title)}-{next(_numbers)}")
    return Story.objects.create(title=title, **fields)


def article(text: str = "Ada Example opened the bridge.", **fields: Any) -> Article:
    """A working copy; `text` has its paragraphs apart by blank lines."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    fields.setdefault("headline", "Bridge opened")
    fields.setdefault("slug", f"article-{next(_numbers)}")
    fields.setdefault("date", date(2020, 6, 25))
    return Article.objects.create(body=body, **fields)


def mention(article: Article, entity: Entity, words: str = "", nth: int = 1, **fields: Any) -> Mention:
    fields.setdefault("decision", Decision.ACCEPTED)
    return _passage(Mention, article, words or entity.name, nth, entity=entity, **fields)


def quote(article: Article, words: str, speaker: Entity | None = None, nth: int = 1, **fields: Any) -> Quote:
    fields.setdefault("decision", Decision.ACCEPTED)
    return _passage(Quote, article, words, nth, speaker=speaker, **fields)


def citation(
    article: Article,
    target: Entity | Relation,
    field: str,
    value: str,
    words: str,
    nth: int = 1,
    **fields: Any,
) -> Citation:
    fields.setdefault("decision", Decision.ACCEPTED)
    to = {"relation": target} if isinstance(target, Relation) else {"entity": target}
    return _passage(Citation, article, words, nth, field=field, value=value, **to, **fields)


def published(text: str = "Ada Example opened the bridge.", *entities: Entity, **fields: Any) -> Edition:
    """An article that names `entities` by their names where the text has them, published."""
    copy = article(text, **fields)
    for entity in entities:
        mention(copy, entity)
    return publishing.publish(copy, by=None, at=datetime(2020, 6, 25, 12, tzinfo=UTC))


def _passage(model: type[Passage], article: Article, words: str, nth: int, **fields: Any) -> Any:
    start = -1
    for _ in range(nth):
        start = article.text.index(words, start + 1)
    row = model.at(article, start, start + len(words), **fields)
    row.save()
    return row


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split()) or "row"
