"""Pages of articles, their editions, events and stories."""

from collections.abc import Iterable
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from articles import requotes
from articles.counterparts import Covered, live_counterparts
from articles.excerpts import cited_sentences
from articles.facts import Fact, facts_of, hold_entities
from articles.models import (
    Article,
    BylineRole,
    Edition,
    EditionKind,
    Event,
    PageAddress,
    Rights,
    Story,
    StoryEntity,
)
from articles.who import Named, by_kind, who_is_who
from newsroom import edtf, structured
from newsroom.fields import order_by_edtf
from newsroom.paging import ListPage, ReadersPage, rows_of
from people.models import Entity, Kind
from people.views import EntityList, EntityPage

BYLINES = {
    BylineRole.AUTHOR: "By",
    BylineRole.CONTRIBUTOR: "With contributions by",
    BylineRole.PHOTOGRAPHER: "Photographs by",
}
#: kinds of edition whose notes stand on the article's page
NOTES = (EditionKind.CORRECTION, EditionKind.CLARIFICATION, EditionKind.RETRACTION)


class Articles(ListPage):
    """The newest articles; of one section or with one tag where the address says so."""

    template_name = "articles/articles.html"
    parameters = ("section", "tag", "page")

    @property
    def chosen(self) -> dict[str, str]:
        """The section and tag that the address names; "\0" is in no name, and PostgreSQL refuses it."""
        query = self.request.GET
        return {name: query[name].replace("\0", "") for name in ("section", "tag") if name in query}

    def get_queryset(self) -> QuerySet[Article]:
        rows = Article.objects.live().listed()
        rows = rows.latest_tagged(self.chosen["tag"]) if "tag" in self.chosen else rows.latest()
        return rows.filter(live_section__slug=self.chosen["section"]) if "section" in self.chosen else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, **self.chosen)
        if self.chosen and not context["page"].rows:
            raise Http404("No article has this section or tag.")
        return context


class PageOfArticle(ReadersPage):
    """Anything at an article's address. The only way to an article: one that is not live ends here."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        article = PageAddress.objects.article(kwargs["slug"])
        if article is None:
            raise Http404("No article has this address.")
        if not article.is_live:
            return self.gone(article)
        edition = self.edition_of(article)
        edition.article = article
        if request.path != (address := self.address_of(edition)):
            return redirect(address, permanent=True)
        return self.show(edition)

    def gone(self, article: Article) -> HttpResponseBase:
        """410 with what readers are told about the withdrawal."""
        withdrawal = article.editions.filter(kind=EditionKind.WITHDRAWAL).order_by("number").last()
        return render(self.request, "410.html", {"withdrawal": withdrawal}, status=410)

    def edition_of(self, article: Article) -> Edition:
        """The edition that the page is about: the one that stands. Raises Http404 if there is none."""
        assert article.live_edition
        return article.live_edition

    def address_of(self, edition: Edition) -> str:
        """The page's one address; all others lead there."""
        return reverse("article", args=[edition.slug])

    def show(self, edition: Edition) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(article=edition.article, edition=edition))


class ArticlePage(PageOfArticle):
    template_name = "articles/article.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition: Edition = kwargs["edition"]
        editions = list(edition.article.editions.listed().order_by("-number"))
        covered = live_counterparts(edition.article)
        return super().get_context_data(
            bylines=bylines(edition, linked=True),
            editions=editions,
            notes=[row for row in editions if row.kind in NOTES],
            named=who_is_who(edition),
            covered=_elsewhere(covered),
            newer=[row for row in covered if row.kind == "newer"],
            again=requotes.of_edition(edition),
            sentences=cited_sentences(edition) if is_excerpt(edition) else [],
            is_excerpt=is_excerpt(edition),
            story=live_story_of(edition.article),
            structured=structured.of_article(edition, pictures_of(edition), self.request.build_absolute_uri),
            **kwargs,
        )


def _elsewhere(covered: list[Covered]) -> list[tuple[str, str, list[Covered]]]:
    """(id, title, articles) of the lists of who else tells the same; only those that hold any."""
    also = [row for row in covered if row.kind == "also"]
    versions = [row for row in covered if row.kind != "also"]
    lists = [("covered", "Also covered by", also), ("versions", "Other versions", versions)]
    return [told for told in lists if told[2]]


class EditionsPage(PageOfArticle):
    template_name = "articles/editions.html"

    def address_of(self, edition: Edition) -> str:
        return reverse("editions", args=[edition.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = kwargs["article"].editions.live().listed().order_by("-number")
        return super().get_context_data(editions=rows, **kwargs)


class EditionPage(PageOfArticle):
    """One edition as it was. Its names are not linked: what it said of whom is no fact of today."""

    template_name = "articles/edition.html"

    def edition_of(self, article: Article) -> Edition:
        return get_object_or_404(article.editions.live(), number=self.kwargs["number"])

    def address_of(self, edition: Edition) -> str:
        return edition.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = kwargs["edition"]
        return super().get_context_data(bylines=bylines(edition), is_excerpt=is_excerpt(edition), **kwargs)


class EditionImage(EditionPage):
    """The file of an edition's picture, for whoever may read the edition."""

    def address_of(self, edition: Edition) -> str:
        return image_address(edition, self.kwargs["order"])

    def show(self, edition: Edition) -> HttpResponseBase:
        images = [] if is_excerpt(edition) else edition.images
        if not 1 <= self.kwargs["order"] <= len(images):
            raise Http404("This edition has no such picture.")
        try:
            return FileResponse(default_storage.open(images[self.kwargs["order"] - 1]["file"]))
        except FileNotFoundError as error:
            raise Http404("The picture's file is missing.") from error


class Events(EntityList):
    title = "Events"

    def get_queryset(self) -> QuerySet[Entity]:
        return Event.objects.live().order_by(*order_by_edtf("begins", descending=True), "-pk")


class EventPage(EntityPage):
    kind = Kind.EVENT


class Stories(ListPage):
    template_name = "articles/stories.html"

    def get_queryset(self) -> QuerySet[Story]:
        return Story.objects.live().newest_first()


class StoryPage(ReadersPage):
    """One story. The further pages of its articles hold these alone."""

    template_name = "articles/story.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        story = PageAddress.objects.story(kwargs["slug"])
        if story is None or not story.public:
            raise Http404("No story has this address.")
        if request.path != story.get_absolute_url():
            return redirect(story, permanent=True)
        return self.render_to_response(self.get_context_data(story=story))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        story = kwargs["story"]
        articles = rows_of(Article.objects.live().filter(live_story=story).oldest().listed(), self.request)
        cast = cast_of(story) if articles.number == 1 else []
        whole = self.request.build_absolute_uri
        others = by_kind(row for row in cast if row.kind != Kind.EVENT)
        return super().get_context_data(
            page=articles,
            timeline=timeline_of(row for row in cast if row.kind == Kind.EVENT),
            structured=structured.of_story(story, articles.rows, cast, whole) if articles.number == 1 else {},
            cast=[(title, [Named(row) for row in of_kind]) for title, of_kind in others],
            **kwargs,
        )


def is_excerpt(edition: Edition) -> bool:
    """Whether readers see sentences of it only."""
    return edition.rights == Rights.EXCERPT


def pictures_of(edition: Edition) -> list[str]:
    """The addresses of the pictures that readers see with it; somebody else's are not ours to show."""
    shown = [] if is_excerpt(edition) else edition.images
    return [image_address(edition, order) for order, _ in enumerate(shown, 1)]


def image_address(edition: Edition, order: int) -> str:
    return reverse("edition_image", args=[edition.slug, edition.number, order])


def bylines(edition: Edition, *, linked: bool = False) -> list[tuple[str, list[dict[str, Any]]]]:
    """(introducing words, who made the edition in this role, with `url` if readers may see them)."""
    uids = [line["person"] for line in edition.bylines if line.get("person")] if linked else []
    people = Entity.objects.filter(uid__in=uids).select_related("survivor") if uids else []
    urls = {str(row.uid): row.get_absolute_url() for row in people if row.is_live}
    lines = [{**line, "url": urls.get(line.get("person"))} for line in edition.bylines]
    by_role = [(words, [line for line in lines if line["role"] == role]) for role, words in BYLINES.items()]
    return [(words, of_role) for words, of_role in by_role if of_role]


def cast_of(story: Story) -> list[Entity]:
    """Whom and what the story is about, as far as readers may see them, in its order, each once."""
    rows = StoryEntity.objects.filter(story=story).select_related("entity__survivor")
    return list(dict.fromkeys(row.entity.current for row in rows if row.entity.is_live))


def timeline_of(events: Iterable[Entity]) -> list[tuple[Entity, Fact]]:
    """Events by their days, each with what supports its day."""
    rows = list(events)
    hold_entities(rows)  # for their ends
    begins = facts_of(rows, "begins") if rows else {}
    told = [(row, begins[row.pk]) for row in rows]
    return sorted(told, key=lambda event: (edtf.sort_key(event[1].value), event[0].pk))


def live_story_of(article: Article) -> Story | None:
    """The story that the article belongs to, if readers may see it."""
    return article.live_story if article.live_story and article.live_story.public else None
