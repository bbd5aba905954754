"""What pages tell programs in schema.org's words (JSON-LD): of articles, entities, stories and lists.

Takes only what the page itself shows, so it holds nothing that readers may not see. Addresses are whole.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from articles.facts import Fact
from articles.models import Article, Edition, Story
from articles.rendering import SCHEMA_TYPES
from people.models import Entity, RelationKind
from people.profile import Profile, Related

Absolute = Callable[[str], str]
Data = dict[str, Any]

#: fact → schema.org's property
PROPERTIES = {
    "born": "birthDate",
    "died": "deathDate",
    "founded": "foundingDate",
    "dissolved": "dissolutionDate",
    "begins": "startDate",
    "ends": "endDate",
    "place": "location",
}
#: the dates of EDTF that ISO 8601 has, too
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def of_article(edition: Edition, pictures: Iterable[str], absolute: Absolute) -> Data:
    """A NewsArticle: what was derived when it was published, at its address here; `pictures` are addresses."""
    if not edition.jsonld:
        return {}
    address = absolute(edition.article.get_absolute_url() or "")
    mentions = [{**row, "url": absolute(row["url"])} for row in edition.jsonld.get("mentions", [])]
    told = {"mentions": mentions} if mentions else {}
    images = [absolute(picture) for picture in pictures]
    shown = {"image": images} if images else {}
    return {**edition.jsonld, **told, **shown, "url": address, "mainEntityOfPage": address}


def of_entity(entity: Entity, profile: Profile, absolute: Absolute) -> Data:
    """A Person, Organization or Event with its names, facts and posts."""
    return _filled(
        {
            "@context": "https://schema.org",
            **reference(entity, absolute),
            "description": entity.description,
            "alternateName": [text for text, _ in profile.names],
            **{PROPERTIES[fact.field]: _value(fact) for fact in profile.facts},
            "memberOf": [_post(row, absolute) for row in _posts(profile)],
            **_place(entity, profile),
        }
    )


def of_story(story: Story, articles: Iterable[Article], cast: Iterable[Entity], absolute: Absolute) -> Data:
    """A page that gathers articles, and what they are about."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": story.title,
            "url": absolute(story.get_absolute_url()),
            "about": [reference(entity, absolute) for entity in cast],
            "hasPart": [
                {
                    "@type": "NewsArticle",
                    "headline": article.live_edition.headline,
                    "url": absolute(article.get_absolute_url() or ""),
                    "datePublished": article.live_edition.date.isoformat(),
                }
                for article in articles
                if article.live_edition
            ],
        }
    )


def of_list(rows: Iterable[Any], first: int, absolute: Absolute) -> Data:
    """A list of pages; `first` is the place of its first row in the whole list."""
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": getattr(getattr(row, "live_edition", None), "headline", None) or str(row),
            "url": absolute(row.get_absolute_url()),
        }
        for place, row in enumerate(rows, first)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items} if items else {}


def reference(entity: Entity, absolute: Absolute) -> Data:
    return {
        "@type": SCHEMA_TYPES[entity.kind],
        "name": entity.name,
        "url": absolute(entity.get_absolute_url()),
    }


def _value(fact: Fact) -> str | None:
    """The value in schema.org's form; None for a date that ISO 8601 cannot write."""
    return fact.value if not fact.is_date or _ISO.fullmatch(fact.value or "") else None


def _posts(profile: Profile) -> Iterable[Related]:
    kinds = (RelationKind.HOLDS_ROLE_AT, RelationKind.MEMBER_OF)
    for _, rows in profile.relations:
        yield from (row for row in rows if row.forward and row.relation.kind in kinds)


def _post(row: Related, absolute: Absolute) -> Data:
    """What somebody was there, from when to when."""
    held = {fact.field: _value(fact) for fact in row.facts}
    return _filled(
        {
            "@type": "OrganizationRole",
            "roleName": held.get("title"),
            "startDate": held.get("begin"),
            "endDate": held.get("end"),
            "memberOf": reference(row.other, absolute),
        }
    )


def _place(entity: Entity, profile: Profile) -> Data:
    """Where it is or was, in as many words as we have."""
    name = next((fact.value for fact in profile.facts if fact.field == "place"), None)
    address = {"@type": "PostalAddress", "addressCountry": entity.country} if entity.country else None
    geo = (
        {"@type": "GeoCoordinates", "latitude": entity.latitude, "longitude": entity.longitude}
        if entity.latitude is not None
        else None
    )
    place = _filled({"name": name, "address": address, "geo": geo})
    return {"location": {"@type": "Place", **place} if place else None}


def _filled(data: Data) -> Data:
    """Without what is not known."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}
