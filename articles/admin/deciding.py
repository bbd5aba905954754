"""What the buttons of the review do: each decides, keeps the step that undoes it, and says where to go on."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold import widgets

from articles import analysis, marking, reviewing
from articles.admin import steps
from articles.admin.citing import CitingForm, cite
from articles.admin.marking import NameForm, QuoteForm
from articles.admin.words import span_of
from articles.models import Article, Passage
from articles.reviewing import Step
from newsroom.admin.deeds import deny_unless
from newsroom.admin.forms import add_errors
from newsroom.editorial import Decision, StaleVersion
from people.admin.entity_deeds import EntityChoice
from people.models import Kind

#: where to go; or forms that were refused, by their names on the page, to be shown again with it
Outcome = HttpResponse | dict[str, forms.Form]

_ADD = {
    Kind.PERSON: "people.add_person",
    Kind.ORGANIZATION: "people.add_organization",
    Kind.EVENT: "articles.add_event",
}


class OtherForm(forms.Form):
    entity = EntityChoice("Somebody or something that we have")


class NewForm(forms.Form):
    name = forms.CharField(max_length=200, widget=widgets.UnfoldAdminTextInputWidget)
    kind = forms.ChoiceField(choices=Kind.choices, widget=widgets.UnfoldAdminSelectWidget)


def press(request: HttpRequest, article: Article) -> Outcome:
    """Do what the posted button says."""
    return _BUTTONS.get(request.POST.get("do", ""), _unknown)(request, article)


def _decide(request: HttpRequest, article: Article, decide: Callable[[list[Passage]], Step]) -> Outcome:
    """Decide on the posted item, and on all of the same name where that is asked; then on to the next."""
    row = _posted(request, article)
    if row is None:
        messages.error(request, "This suggestion is gone: the text was read again meanwhile.")
        return {}
    onward = _after(article, row)
    row.version = _version(request)
    rows = [row, *(reviewing.same_name(row) if request.POST.get("all") else [])]
    try:
        step = decide(rows)
    except StaleVersion:
        messages.error(request, f"Somebody decided on “{row.exact}” meanwhile. Nothing was changed.")
        return {}
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return {}
    steps.push(request, article, step)
    return onward


def _accept(request: HttpRequest, article: Article) -> Outcome:
    return _decide(request, article, lambda rows: reviewing.accept(rows, request.user))  # type: ignore[arg-type]


def _wrong(request: HttpRequest, article: Article) -> Outcome:
    return _decide(request, article, lambda rows: reviewing.reject(rows, request.user))  # type: ignore[arg-type]


def _other(request: HttpRequest, article: Article) -> Outcome:
    form = OtherForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose who or what it is.")
        return {}
    entity = form.cleaned_data["entity"]
    return _decide(request, article, lambda rows: reviewing.accept_as(rows, entity, request.user))  # type: ignore[arg-type]


def _new(request: HttpRequest, article: Article) -> Outcome:
    form = NewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A new entry needs a name and what it is.")
        return {}
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


def _undo(request: HttpRequest, article: Article) -> Outcome:
    step = steps.pop(request, article)
    if step is None:
        messages.info(request, "There is nothing to undo here.")
        return {}
    try:
        reviewing.undo(step, request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return {}
    key = "-".join(map(str, step.changed[0][:2])) if step.changed else ""
    return to(article, key)


def _reopen(request: HttpRequest, article: Article) -> Outcome:
    """Put something decided back among the suggestions."""
    row = _posted(request, article)
    if row is not None:
        row.version = _version(request)
        try:
            row.reopen(request.user)
        except StaleVersion:
            messages.error(request, f"Somebody decided on “{row.exact}” meanwhile. Nothing was changed.")
            return {}
        return to(article, f"{row._meta.model_name}-{row.pk}")
    return {}


def _place(request: HttpRequest, article: Article) -> Outcome:
    """Put a lost passage on words that are in the text."""
    row = _posted(request, article)
    if row is None:
        return {}
    row.version = _version(request)
    try:
        span = span_of(article.text, request.POST.get("words", ""), request.POST.get("within", ""))
        step = marking.place(row, span)
    except StaleVersion:
        messages.error(request, "Somebody changed this passage meanwhile. Nothing was changed.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        steps.push(request, article, step)
        messages.success(request, f"It stands at “{row.exact}” now.")
    return HttpResponseRedirect(reverse("admin:review", args=[article.pk]))


def _cite(request: HttpRequest, article: Article) -> Outcome:
    form = CitingForm(request.POST, article=article, auto_id="cite-%s")
    if form.is_valid():
        try:
            citation = cite(article, form.cleaned_data, request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"“{citation.exact}” supports {citation.target}: {citation.field}.")
            return HttpResponseRedirect(f"{reverse('admin:review', args=[article.pk])}#cite")
    return {"citing": form}


def _mark_name(request: HttpRequest, article: Article) -> Outcome:
    form = NameForm(request.POST, article=article, auto_id="name-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            if given["entity"]:
                entity = given["entity"]
                step = marking.mark_name(article, given["span"], entity, request.user)  # type: ignore[arg-type]
            else:
                deny_unless(request, _ADD[given["kind"]])
                step, entity = marking.mark_name_of_new(
                    article,
                    given["span"],
                    given["name"],
                    given["kind"],
                    request.user,  # type: ignore[arg-type]
                )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _marked(request, article, step, f"“{given['words']}” names {entity}.")
    return {"naming": form}


def _mark_quote(request: HttpRequest, article: Article) -> Outcome:
    form = QuoteForm(request.POST, article=article, auto_id="quote-%s")
    if form.is_valid():
        try:
            step = marking.mark_quote(article, form.cleaned_data["span"], form.said, request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _marked(request, article, step, "The quote is marked.")
    return {"quoting": form}


def _marked(request: HttpRequest, article: Article, step: Step, message: str) -> Outcome:
    steps.push(request, article, step)
    messages.success(request, message)
    return HttpResponseRedirect(f"{reverse('admin:review', args=[article.pk])}#mark")


def _reread(request: HttpRequest, article: Article) -> Outcome:
    stored = analysis.suggest(article)
    messages.success(
        request,
        f"Read again: {stored.made} new suggestions, {stored.gone} that no longer stand were taken away.",
    )
    return to(article, "")


def _unknown(request: HttpRequest, article: Article) -> Outcome:
    messages.error(request, "There is no such button.")
    return {}


_BUTTONS: dict[str, Callable[[HttpRequest, Article], Outcome]] = {
    "accept": _accept,
    "wrong": _wrong,
    "other": _other,
    "new": _new,
    "undo": _undo,
    "reopen": _reopen,
    "place": _place,
    "cite": _cite,
    "name": _mark_name,
    "quote": _mark_quote,
    "reread": _reread,
}


def _posted(request: HttpRequest, article: Article) -> Passage | None:
    name, _, pk = request.POST.get("item", "").partition("-")
    return reviewing.find(name, int(pk), article) if pk.isdigit() else None


def _version(request: HttpRequest) -> int:
    """The version that the page showed; 0, which no row has, if it was not posted."""
    posted = request.POST.get("version", "")
    return int(posted) if posted.isdigit() else 0


def _after(article: Article, row: Passage) -> HttpResponse:
    """To the suggestion that comes after this one in the order of the text; from what was decided, to where it stood."""
    if row.decision != Decision.SUGGESTED:
        return HttpResponseRedirect(f"{reverse('admin:review', args=[article.pk])}#reworded")
    waiting = reviewing.passages_of(article, decision=Decision.SUGGESTED, lost=False)
    at = next((n for n, other in enumerate(waiting) if (type(other), other.pk) == (type(row), row.pk)), -1)
    following = waiting[at + 1 :] or waiting[: max(at, 0)]
    return to(article, f"{following[0]._meta.model_name}-{following[0].pk}" if following else "")


def to(article: Article, key: str) -> HttpResponse:
    """The review at one of its suggestions."""
    url = reverse("admin:review", args=[article.pk])
    return HttpResponseRedirect(f"{url}?at={key}#{key}" if key else url)
