"""The review of one article: what the machine found, in its sentences, each to be decided; facts to be cited.

Works without a script: every decision is a form. desk.js gives the keys a, w, o, n, u, j, k to its buttons.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from unfold import widgets

from articles import analysis, reviewing
from articles.admin.citing import CitingForm, cite, span_of
from articles.admin.sentence import Seen, seen
from articles.models import Article, CandidatePassage, Citation, Passage, Quote
from articles.reviewing import Step
from articles.sentences import around, sentences
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.forms import add_errors
from newsroom.admin.site import page, show
from newsroom.editorial import Decision, StaleVersion
from people.admin.entities import desk_url
from people.admin.entity_deeds import EntityChoice
from people.models import Kind

UNDOABLE = 30


class OtherForm(forms.Form):
    entity = EntityChoice("Somebody or something that we have")


class NewForm(forms.Form):
    name = forms.CharField(max_length=200, widget=widgets.UnfoldAdminTextInputWidget)
    kind = forms.ChoiceField(choices=Kind.choices, widget=widgets.UnfoldAdminSelectWidget)


@dataclass
class Item:
    """One suggestion or decision, ready to be shown."""

    seen: Seen
    key: str
    what: str
    says: str
    why: str
    decided: str
    target_url: str = ""
    can_accept: bool = True

    @property
    def row(self) -> Passage:
        return self.seen.row


@dataclass
class Sentence:
    """A sentence with its suggestions; `paragraph` is True where it begins one."""

    text: str
    items: list[Item] = field(default_factory=list)


def item(row: Passage, spans: list[tuple[int, int]]) -> Item:
    """What the page says of a passage."""
    name = row._meta.model_name or ""
    by = f" by {row.decided_by}" if row.decided_by else ""
    shown = Item(
        seen(row, spans),
        f"{name}-{row.pk}",
        "name",
        "",
        row.why,
        "" if row.decision == Decision.SUGGESTED else f"{row.get_decision_display()}{by}",
    )
    if isinstance(row, CandidatePassage):
        shown.what, shown.can_accept = "unknown name", False
        shown.says = f"{row.candidate.name}: not in the record ({row.candidate.get_kind_display()}?)"
    elif isinstance(row, Quote):
        speaker = row.speaker.current if row.speaker else None
        shown.what = f"{row.get_kind_display()} quote"
        shown.says = str(speaker or row.speaker_words or "nobody known")
        shown.can_accept = bool(speaker or row.speaker_words)
        shown.target_url = desk_url(speaker) if speaker else ""
    elif isinstance(row, Citation):
        shown.what, shown.says = "cited fact", f"{row.target}: {row.field} {row.value}"
    else:
        entity = row.entity.current  # type: ignore[attr-defined]
        shown.says, shown.target_url = f"{entity} ({entity.get_kind_display()})", desk_url(entity)
    return shown


@page("articles/article/<int:pk>/review/", "review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the suggestions; a POST decides on one and goes on to the next."""
    deny_unless(request, "articles.review_article", "articles.view_article")
    article = get_object_or_404(Article.objects.select_related("live_edition"), pk=pk)
    if request.method == "POST":
        answer = _ACTIONS.get(request.POST.get("do", ""), _unknown)(request, article)
        if answer:
            return answer
    return _page(request, article)


def _page(
    request: HttpRequest, article: Article, citing: CitingForm | None = None, **forms_: Any
) -> HttpResponse:
    spans = sentences(article.text)
    rows = reviewing.passages_of(article)
    items = [item(row, spans) for row in rows if row.decision != Decision.REJECTED]
    open_items = [i for i in items if i.row.decision == Decision.SUGGESTED and not i.row.lost]
    wrong = [item(row, spans) for row in rows if row.decision == Decision.REJECTED]
    current = _current(request, open_items)
    done = sum(1 for row in rows if row.decision != Decision.SUGGESTED and row.origin == "machine")
    return show(
        request,
        "admin/desk/review.html",
        f"Review: {article}",
        article=article,
        back=change_url(article),
        sentences=_in_sentences(article, open_items, spans),
        current=current,
        same=len(reviewing.same_name(current.row)) if current else 0,
        done=done,
        total=done + len(open_items),
        accepted=[i for i in items if i.row.decision == Decision.ACCEPTED and not i.row.lost],
        wrong=wrong,
        lost=[i for i in items if i.row.lost],
        can_undo=bool(request.session.get(_stack(article))),
        other=OtherForm(auto_id="other-%s"),
        new=NewForm(initial=_guess(current), auto_id="new-%s"),
        citing=citing or CitingForm(article=article),
        media=OtherForm().media + CitingForm(article=article).media,
    )


def _guess(current: Item | None) -> dict[str, str]:
    if current is None:
        return {}
    row = current.row
    if isinstance(row, CandidatePassage):
        return {"name": row.candidate.name, "kind": row.candidate.kind}
    if isinstance(row, Quote):
        return {"name": row.speaker_words, "kind": Kind.PERSON}
    return {"name": row.exact, "kind": Kind.PERSON}


def _current(request: HttpRequest, items: list[Item]) -> Item | None:
    """The item that is asked for, else the first."""
    asked = request.GET.get("at", "")
    return next((i for i in items if i.key == asked), items[0] if items else None)


def _in_sentences(article: Article, items: list[Item], spans: list[tuple[int, int]]) -> list[Sentence]:
    found: dict[tuple[int, int], Sentence] = {}
    for one in items:
        place = around(spans, one.row.start, one.row.start + 1)
        found.setdefault(place, Sentence(article.text[slice(*place)])).items.append(one)
    return list(found.values())


# What the buttons do. Each returns where to go, or None to show the page again with its message.


def _decide(
    request: HttpRequest, article: Article, decide: Callable[[list[Passage]], Step]
) -> HttpResponse | None:
    """Decide on the posted item, and on all of the same name where that is asked; then on to the next."""
    row = _posted(request, article)
    if row is None:
        messages.error(request, "This suggestion is gone: the text was read again meanwhile.")
        return None
    after = _after(article, row)
    row.version = int(request.POST.get("version") or 0)
    rows = [row, *(reviewing.same_name(row) if request.POST.get("all") else [])]
    try:
        step = decide(rows)
    except StaleVersion:
        messages.error(request, f"Somebody decided on “{row.exact}” meanwhile. Nothing was changed.")
        return None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    _push(request, article, step)
    return _to(article, after)


def _accept(request: HttpRequest, article: Article) -> HttpResponse | None:
    return _decide(request, article, lambda rows: reviewing.accept(rows, request.user))  # type: ignore[arg-type]


def _wrong(request: HttpRequest, article: Article) -> HttpResponse | None:
    return _decide(request, article, lambda rows: reviewing.reject(rows, request.user))  # type: ignore[arg-type]


def _other(request: HttpRequest, article: Article) -> HttpResponse | None:
    form = OtherForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose who or what it is.")
        return None
    entity = form.cleaned_data["entity"]
    return _decide(request, article, lambda rows: reviewing.accept_as(rows, entity, request.user))  # type: ignore[arg-type]


def _new(request: HttpRequest, article: Article) -> HttpResponse | None:
    form = NewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A new entry needs a name and what it is.")
        return None
    deny_unless(request, _ADD[form.cleaned_data["kind"]])

    def decide(rows: list[Passage]) -> Step:
        step, entity = reviewing.accept_as_new(
            rows,
            form.cleaned_data["name"],
            form.cleaned_data["kind"],
            request.user,  # type: ignore[arg-type]
        )
        messages.success(
            request, f"{entity} is in the record now, as a draft until this article is published."
        )
        return step

    return _decide(request, article, decide)


_ADD = {
    Kind.PERSON: "people.add_person",
    Kind.ORGANIZATION: "people.add_organization",
    Kind.EVENT: "articles.add_event",
}


def _undo(request: HttpRequest, article: Article) -> HttpResponse | None:
    steps = request.session.get(_stack(article), [])
    if not steps:
        messages.info(request, "There is nothing to undo here.")
        return None
    last = steps.pop()
    request.session[_stack(article)] = steps
    try:
        reviewing.undo(last, request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    name, pk = last["changed"][0][:2]
    return _to(article, f"{name}-{pk}")


def _reopen(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Put something decided back among the suggestions."""
    row = _posted(request, article)
    if row is not None:
        row.version = int(request.POST.get("version") or 0)
        try:
            row.reopen(request.user)
        except StaleVersion:
            messages.error(request, f"Somebody decided on “{row.exact}” meanwhile. Nothing was changed.")
            return None
        return _to(article, f"{row._meta.model_name}-{row.pk}")
    return None


def _place(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Put a lost passage on words that are in the text, or drop it."""
    row = _posted(request, article)
    if row is None:
        return None
    row.version = int(request.POST.get("version") or 0)
    try:
        start, end = span_of(article.text, request.POST.get("words", ""))
        row.place(type(row).at(article, start, end).anchor)
        row.lost = False
        row.save()
    except StaleVersion:
        messages.error(request, "Somebody changed this passage meanwhile. Nothing was changed.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"It stands at “{row.exact}” now.")
    return HttpResponseRedirect(reverse("admin:review", args=[article.pk]))


def _cite(request: HttpRequest, article: Article) -> HttpResponse | None:
    form = CitingForm(request.POST, article=article)
    if form.is_valid():
        try:
            citation = cite(article, form.cleaned_data, request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"“{citation.exact}” supports {citation.target}: {citation.field}.")
            return HttpResponseRedirect(f"{reverse('admin:review', args=[article.pk])}#cite")
    return _page(request, article, citing=form)


def _reread(request: HttpRequest, article: Article) -> HttpResponse | None:
    stored = analysis.suggest(article)
    messages.success(
        request,
        f"Read again: {stored.made} new suggestions, {stored.gone} that no longer stand were taken away.",
    )
    return _to(article, "")


def _unknown(request: HttpRequest, article: Article) -> HttpResponse | None:
    messages.error(request, "There is no such button.")
    return None


_ACTIONS: dict[str, Callable[[HttpRequest, Article], HttpResponse | None]] = {
    "accept": _accept,
    "wrong": _wrong,
    "other": _other,
    "new": _new,
    "undo": _undo,
    "reopen": _reopen,
    "place": _place,
    "cite": _cite,
    "reread": _reread,
}


def _posted(request: HttpRequest, article: Article) -> Passage | None:
    name, _, pk = request.POST.get("item", "").partition("-")
    return reviewing.find(name, int(pk), article) if pk.isdigit() else None


def _after(article: Article, row: Passage) -> str:
    """The key of the suggestion that comes after this one, in the order of the text."""
    waiting = reviewing.passages_of(article, decision=Decision.SUGGESTED, lost=False)
    same = {(type(other), other.pk) for other in [row]}
    places = [(type(other), other.pk) for other in waiting]
    at = next((i for i, place in enumerate(places) if place in same), -1)
    following = waiting[at + 1 :] or waiting[:at]
    return f"{following[0]._meta.model_name}-{following[0].pk}" if following else ""


def _to(article: Article, key: str) -> HttpResponse:
    url = reverse("admin:review", args=[article.pk])
    return HttpResponseRedirect(f"{url}?at={key}#{key}" if key else url)


def _stack(article: Article) -> str:
    return f"review-{article.pk}"


def _push(request: HttpRequest, article: Article, step: Step) -> None:
    steps = [*request.session.get(_stack(article), []), step.as_json()]
    request.session[_stack(article)] = steps[-UNDOABLE:]
