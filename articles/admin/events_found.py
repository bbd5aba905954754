"""Events that articles tell of, as a timeline to be decided: make each, cite it on one that we have, or say it is none.

Works without a script: every decision is a form. desk.js gives the keys a, w, o, n, u, j, k to its buttons.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold import widgets

from articles import events
from articles.events import Given, Step
from articles.models import Happening, HappeningPart, ProposedEvent, Story
from newsroom import edtf
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.site import page, show
from newsroom.editorial import StaleVersion
from people.admin.entities import desk_url, may_change
from people.admin.entity_deeds import EntityChoice
from people.models import Entity, Kind

PAGE = 20
UNDOABLE = 30
_STACK = "events_found_undo"


class JoinForm(forms.Form):
    event = EntityChoice("An event that we have")

    def clean_event(self) -> Entity:
        chosen: Entity = self.cleaned_data["event"]
        if chosen.kind != Kind.EVENT:
            raise ValidationError(f"{chosen} is no event.")
        return chosen


class EventForm(forms.Form):
    """What a new event will say; each that took part has a tick and what it took part as."""

    name = forms.CharField(label="Name", max_length=200, widget=widgets.UnfoldAdminTextInputWidget)
    begins = forms.CharField(
        label="Day",
        max_length=100,
        required=False,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="2018-12-01, 2018-12, 2018 or 2018~ (about); empty where nobody knows.",
    )
    place = forms.CharField(
        label="Place", max_length=200, required=False, widget=widgets.UnfoldAdminTextInputWidget
    )

    def __init__(self, *args: Any, who: dict[Entity, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        for entity, part in who.items():
            self.fields[f"part-{entity.pk}"] = forms.CharField(
                label=f"{entity} took part as",
                initial=part,
                max_length=200,
                required=False,
                widget=widgets.UnfoldAdminTextInputWidget,
                help_text="Empty: not part of it.",
            )

    def clean_begins(self) -> str:
        try:
            return edtf.canonical(self.cleaned_data["begins"]) if self.cleaned_data["begins"] else ""
        except edtf.EDTFError as error:
            raise ValidationError(str(error)) from error

    def given(self) -> Given:
        told = self.cleaned_data
        parts = [(one, told[f"part-{one.pk}"].strip()) for one in self.who]
        return Given(
            told["name"], told["begins"], told["place"], [(one, part) for one, part in parts if part]
        )


@dataclass
class Sentence:
    """One sentence that tells of it, around the words that do."""

    row: Happening
    before: str
    cue: str
    after: str
    day: str


@dataclass
class Item:
    """One proposed event, ready to be shown."""

    row: ProposedEvent
    day: str
    sentences: list[Sentence]
    who: dict[Entity, str]
    event_url: str = ""

    @property
    def key(self) -> str:
        return f"event-{self.row.pk}"


@page("events-found/", "events_found")
def events_found(request: HttpRequest) -> HttpResponse:
    """All that was found, by day; a POST decides on one and goes on to the next."""
    return _answer(request, None)


@page("events-found/story/<int:pk>/", "events_found_in_story")
def events_found_in_story(request: HttpRequest, pk: int) -> HttpResponse:
    """What the articles of one story tell of: what is accepted here becomes part of the story, too."""
    deny_unless(request, "articles.view_story")
    return _answer(request, get_object_or_404(Story, pk=pk))


def of_story(story: Story) -> SafeString:
    """For the story's own page: how many events its articles tell of, with a link to them."""
    number = ProposedEvent.objects.awaiting_review().in_story(story).count()
    url = reverse("admin:events_found_in_story", args=[story.pk])
    return format_html('<a href="{}">{} found in its articles and not decided</a>', url, number)


def _answer(request: HttpRequest, story: Story | None) -> HttpResponse:
    deny_unless(request, "articles.review_article", "articles.view_article")
    refused: EventForm | None = None
    if request.method == "POST":
        pressed = _BUTTONS.get(request.POST.get("do", ""), _unknown)(request, story)
        if not isinstance(pressed, EventForm):
            return HttpResponseRedirect(_url(story, pressed))
        refused = pressed
    return _list(request, story, refused)


def _rows(story: Story | None) -> QuerySet[ProposedEvent]:
    rows = ProposedEvent.objects.awaiting_review().select_related("event__survivor")
    return rows.in_story(story) if story else rows


def _list(request: HttpRequest, story: Story | None, refused: EventForm | None) -> HttpResponse:
    ids = list(_rows(story).values_list("pk", flat=True))
    asked = request.POST.get("item") or request.GET.get("at", "")
    found, current = _page_with(request, ids, asked)
    told = (
        Happening.objects.awaiting_review().select_related("article").defer("article__body", "article__text")
    )
    parts = HappeningPart.objects.select_related("entity__survivor")
    rows = (
        _rows(None)
        .filter(pk__in=found.object_list)
        .prefetch_related(Prefetch("happenings", told), Prefetch("happenings__parts", parts))
    )
    items = [_item(row) for row in rows]
    at = next((item for item in items if item.row.pk == current), items[0] if items else None)
    return show(
        request,
        "admin/desk/events_found.html",
        f"Events found: {story}" if story else "Events found",
        items=items,
        current=at,
        page=found,
        total=len(ids),
        story=story,
        back=change_url(story) if story else "",
        before=_key(ids, found.start_index() - 2),
        after=_key(ids, found.end_index()),
        join=JoinForm(auto_id="join-%s"),
        form=refused or (_form(at) if at else None),
        can_undo=bool(request.session.get(_STACK)),
        media=JoinForm().media,
    )


def _page_with(request: HttpRequest, ids: list[int], asked: str) -> tuple[Page[int], int]:
    """The page that holds what is asked for, else the one with the number that is asked for."""
    pages = Paginator(ids, PAGE)
    pk = asked.removeprefix("event-")
    if pk.isdigit() and int(pk) in ids:
        return pages.get_page(ids.index(int(pk)) // PAGE + 1), int(pk)
    return pages.get_page(request.GET.get("page")), 0


def _key(ids: list[int], at: int) -> str:
    return f"event-{ids[at]}" if 0 <= at < len(ids) else ""


def _item(row: ProposedEvent) -> Item:
    told = list(row.happenings.all())
    who: dict[Entity, str] = {}
    for one in told:
        for part in one.parts.all():
            who.setdefault(part.entity.current, part.part)
    event = row.event.current if row.event else None
    day = edtf.in_words(row.begins) if row.begins else "Without a day"
    return Item(row, day, [_sentence(one) for one in told], who, desk_url(event) if event else "")


def _sentence(row: Happening) -> Sentence:
    day = edtf.in_words(row.edtf) if row.edtf else "no day"
    span = row.cue_span()
    if span is None:
        return Sentence(row, row.exact, "", "", day)
    start, end = span[0] - row.start, span[1] - row.start
    return Sentence(row, row.exact[:start], row.exact[start:end], row.exact[end:], day)


def _form(item: Item, data: Any = None) -> EventForm:
    initial = {"name": item.row.title, "begins": item.row.begins or "", "place": item.row.place}
    return EventForm(data, who=item.who, initial=initial, auto_id="new-%s")


# What the buttons do. Each returns the key of what comes next, or a form that was refused.


def _posted(request: HttpRequest) -> ProposedEvent | None:
    """The proposal at the version that the page showed; None, said to the user, where it is gone or decided."""
    pk = request.POST.get("item", "").removeprefix("event-")
    row = _rows(None).filter(pk=int(pk)).first() if pk.isdigit() else None
    if row is None:
        messages.error(
            request, "This one is gone: it was decided, or its articles were read again meanwhile."
        )
        return None
    version = request.POST.get("version", "")
    row.version = int(version) if version.isdigit() else 0
    return row


def _decide(request: HttpRequest, row: ProposedEvent, story: Story | None, do: Callable[[], Step]) -> str:
    """Decide, keep the step that undoes it, and go on to the next."""
    onward = _next(row, story)
    try:
        step = do()
    except StaleVersion:
        messages.error(request, f"Somebody changed “{row}” meanwhile. Nothing was changed.")
        return f"event-{row.pk}"
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return f"event-{row.pk}"
    request.session[_STACK] = [*request.session.get(_STACK, []), step.as_json()][-UNDOABLE:]
    return onward


def _next(row: ProposedEvent, story: Story | None) -> str:
    ids = list(_rows(story).values_list("pk", flat=True))
    at = ids.index(row.pk) if row.pk in ids else -1
    return _key(ids, at + 1) or _key(ids, at - 1)


def _new(request: HttpRequest, story: Story | None) -> str | EventForm:
    deny_unless(request, "articles.add_event", "people.add_relation")
    row = _posted(request)
    if row is None:
        return ""
    form = _form(_item(_with_parts(row)), request.POST)
    if not form.is_valid():
        return form
    given = form.given()
    to = story if story and request.user.has_perm("articles.add_storyentity") else None

    def make() -> Step:
        step, event = events.accept(row, given, request.user, to)  # type: ignore[arg-type]
        messages.success(
            request, f"{event} is in the record now, as a draft until an article that cites it is published."
        )
        return step

    return _decide(request, row, story, make)


def _with_parts(row: ProposedEvent) -> ProposedEvent:
    """The same row, with the sentences that are open."""
    told = (
        Happening.objects.awaiting_review().filter(proposed=row).prefetch_related("parts__entity__survivor")
    )
    row._prefetched_objects_cache = {"happenings": told}  # type: ignore[attr-defined]
    return row


def _cite(request: HttpRequest, story: Story | None) -> str:
    """On the event that it seems to be."""
    row = _posted(request)
    if row is None or row.event is None:
        return ""
    return _join(request, row, row.event.current, story)


def _other(request: HttpRequest, story: Story | None) -> str:
    """On an event that the editor chose."""
    row = _posted(request)
    if row is None:
        return ""
    form = JoinForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("event", ["Choose an event."]))))
        return f"event-{row.pk}"
    return _join(request, row, form.cleaned_data["event"], story)


def _join(request: HttpRequest, row: ProposedEvent, event: Entity, story: Story | None) -> str:
    hold = may_change(request.user, event)

    def cite() -> Step:
        step = events.join(row, event, request.user, hold=hold)  # type: ignore[arg-type]
        messages.success(request, f"{len(step.decided)} sentences cite {event} now.")
        return step

    return _decide(request, row, story, cite)


def _wrong(request: HttpRequest, story: Story | None) -> str:
    row = _posted(request)
    return _decide(request, row, story, lambda: events.dismiss(row, request.user)) if row else ""  # type: ignore[arg-type]


def _drop(request: HttpRequest, story: Story | None) -> str:
    """One sentence does not tell of it."""
    row = _posted(request)
    pk = request.POST.get("sentence", "")
    told = (
        Happening.objects.awaiting_review().filter(proposed=row, pk=int(pk)).first()
        if row and pk.isdigit()
        else None
    )
    if row is None or told is None:
        return ""
    told.proposed = row
    _decide(request, row, story, lambda: events.drop(told, request.user))  # type: ignore[arg-type]
    return f"event-{row.pk}"


def _undo(request: HttpRequest, story: Story | None) -> str:
    steps = request.session.get(_STACK, [])
    if not steps:
        messages.info(request, "There is nothing to undo here.")
        return ""
    last = steps.pop()
    request.session[_STACK] = steps
    try:
        events.undo(last, request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return ""
    return f"event-{last['proposed']}"


def _unknown(request: HttpRequest, story: Story | None) -> str:
    messages.error(request, "There is no such button.")
    return ""


_BUTTONS: dict[str, Callable[[HttpRequest, Story | None], str | EventForm]] = {
    "new": _new,
    "cite": _cite,
    "other": _other,
    "wrong": _wrong,
    "drop": _drop,
    "undo": _undo,
}


def _url(story: Story | None, key: str) -> str:
    url = reverse("admin:events_found_in_story", args=[story.pk]) if story else reverse("admin:events_found")
    return f"{url}?at={key}#{key}" if key else url


__all__ = ["of_story"]
