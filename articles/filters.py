"""Parameters of the API's lists of articles, editions, stories, passages and references."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from articles.models import (
    Appearance,
    Article,
    EditionKind,
    LiveTag,
    QuoteKind,
    Rights,
    Story,
    StoryEntity,
)
from articles.models.appearance import drawings
from newsroom.api.filters import Choices, Ids, Parameters, Refs, Words, ids_and_slugs, since, until
from people.filters import after, before, entity_ids, event_ids, organization_ids, person_ids
from people.models import Entity, Relation

FIELDS = sorted({name for fields in Entity.CITABLE.values() for name in fields} | set(Relation.CITABLE))


def article_ids(refs: Iterable[str]) -> list[int]:
    """The ids of the live articles at these ids and slugs, the old ones included."""
    ids, slugs = ids_and_slugs(refs)
    rows = Article.objects.live().filter(Q(pk__in=ids) | Q(addresses__slug__in=slugs))
    return list(rows.values_list("pk", flat=True))


def story_ids(refs: Iterable[str]) -> list[int]:
    """The ids of the live stories at these ids and slugs, the old ones included."""
    ids, slugs = ids_and_slugs(refs)
    rows = Story.objects.live().filter(Q(pk__in=ids) | Q(addresses__slug__in=slugs))
    return list(rows.values_list("pk", flat=True))


def appearing(ids: Collection[int]) -> Q:
    """Articles in which any of these entities appears."""
    return Q(pk__in=Appearance.objects.live().filter(entity__in=ids).values("article"))


def tagged(names: Collection[str]) -> Q:
    return Q(pk__in=LiveTag.objects.filter(tag__name__in=names).values("article"))


def drawn_on(articles: Collection[int]) -> Q:
    """References that any of these articles draws on."""
    return Q(pk__in=drawings().filter(article__in=articles).values("livereference"))


def drawing_on(references: Collection[int]) -> Q:
    """Articles that draw on any of these references."""
    return Q(pk__in=drawings().filter(livereference__in=references).values("article"))


class ArticleFilters(Parameters):
    id = Ids()
    entity = Refs(appearing, entity_ids)
    person = Refs(appearing, person_ids)
    organization = Refs(appearing, organization_ids)
    event = Refs(appearing, event_ids)
    story = Refs("live_story", story_ids)
    section = Words("live_section__slug", "Slugs of sections.")
    tag = Words(tagged)
    reference = Ids(drawing_on)
    rights = Choices("live_edition__rights", Rights.values)
    language = Words("live_edition__language")
    publisher = Words("live_edition__publisher", "Whose text it is, whole.")
    edition_kind = Choices("live_edition__kind", EditionKind.values, "Kind of the edition that stands.")
    date_from = since("live_date", "The article's day")
    date_to = until("live_date", "The article's day")


class EditionFilters(Parameters):
    id = Ids()
    article = Refs("article", article_ids)
    kind = Choices("kind", EditionKind.values)
    date_from = since("date", "The article's day")
    date_to = until("date", "The article's day")
    published_from = since("published_at__date", "The day of publication")
    published_to = until("published_at__date", "The day of publication")


def about(ids: Collection[int]) -> Q:
    return Q(pk__in=StoryEntity.objects.filter(entity__in=ids).values("story"))


class StoryFilters(Parameters):
    id = Ids()
    entity = Refs(about, entity_ids)
    person = Refs(about, person_ids)
    organization = Refs(about, organization_ids)
    event = Refs(about, event_ids)


class PassageFilters(Parameters):
    id = Ids()
    article = Refs("article", article_ids)
    story = Refs("article__live_story", story_ids)
    section = Words("article__live_section__slug", "Slugs of sections.")
    date_from = since("edition__date", "The article's day")
    date_to = until("edition__date", "The article's day")


class MentionFilters(PassageFilters):
    entity = Refs("entity", entity_ids)
    person = Refs("entity", person_ids)
    organization = Refs("entity", organization_ids)
    event = Refs("entity", event_ids)


class QuoteFilters(PassageFilters):
    kind = Choices("kind", QuoteKind.values)
    speaker = Refs("speaker", entity_ids)
    person = Refs("speaker", person_ids)
    organization = Refs("speaker", organization_ids)


def _relations(ids: Collection[int]) -> Q:
    ends = Relation.objects.filter(Q(subject__in=ids) | Q(object__in=ids))
    return Q(entity__in=ids) | Q(relation__in=ends.values("pk"))


class CitationFilters(PassageFilters):
    field = Choices("field", FIELDS, "The fact that is supported.")
    value = Words("value", "What the passage itself says: a date as EDTF, or words.")
    entity = Refs(_relations, entity_ids)
    person = Refs(_relations, person_ids)
    organization = Refs(_relations, organization_ids)
    event = Refs(_relations, event_ids)
    relation = Ids("relation")


class ReferenceFilters(Parameters):
    id = Ids()
    publisher = Words("publisher")
    article = Refs(drawn_on, article_ids)
    date_after = after("date", "appeared")
    date_before = before("date", "appeared")
