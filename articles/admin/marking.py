"""Names and quotes that an editor marks by hand: their forms, and the page on which a quote is changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from unfold import widgets

from articles import marking
from articles.admin import steps
from articles.admin.words import WordsForm
from articles.models import Article, Quote, QuoteKind
from newsroom.admin.deeds import deny_unless
from newsroom.admin.forms import add_errors, overwrite
from newsroom.admin.site import page, show
from newsroom.editorial import StaleVersion
from people.admin.entity_deeds import EntityChoice
from people.models import Kind


class NameForm(WordsForm):
    """An entity of the record, or the name and kind of a new one."""

    words_label = "The words that name it"

    entity = EntityChoice("Somebody or something that we have", required=False)
    name = forms.CharField(
        label="or somebody new: the name",
        required=False,
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget,
    )
    kind = forms.ChoiceField(
        label="What the new one is",
        required=False,
        choices=Kind.choices,
        widget=widgets.UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("entity")) == bool(cleaned.get("name")):
            self.add_error("entity", "Choose one: somebody or something that we have, or a new name.")
        return cleaned


class QuoteForm(WordsForm):
    words_label = "The words that were said"

    kind = forms.ChoiceField(
        label="How it is given",
        choices=[
            (QuoteKind.DIRECT, "direct: whole sentences in quotation marks"),
            (QuoteKind.PARTIAL, "partial: some words in quotation marks"),
            (QuoteKind.REPORTED, "reported: what was said, in the writer’s words"),
        ],
        widget=widgets.UnfoldAdminSelectWidget,
    )
    speaker = EntityChoice("Who says so", required=False)
    speaker_words = forms.CharField(
        label="or who says so, in words",
        required=False,
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="“the letter”, “two officials”: where there is nobody in the record.",
    )
    cue = forms.CharField(
        label="The cue",
        required=False,
        max_length=100,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="The words that mark it as said: “said”, “according to”.",
    )
    role = forms.CharField(
        label="What the speaker was then",
        required=False,
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="Left empty: the post that the record knows of on the article’s day.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("speaker")) == bool(cleaned.get("speaker_words")):
            self.add_error("speaker", "Say who: choose one of the record, or give it in words, not both.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in marking.SAID}


class ChangeForm(QuoteForm):
    """`version` is the version of the quote that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


@page("articles/article/<int:pk>/review/quote/<int:quote>/", "change_quote")
def change_quote(request: HttpRequest, pk: int, quote: int) -> HttpResponse:
    """Other words, another speaker, kind, cue or role for a quote; it is accepted with that."""
    deny_unless(request, "articles.review_article", "articles.view_article")
    article = get_object_or_404(Article, pk=pk)
    row = get_object_or_404(
        Quote.objects.working().select_related("speaker__survivor", "article"), pk=quote, article=article
    )
    form = ChangeForm(request.POST or None, article=article, initial=_initial(row))
    if request.method == "POST" and form.is_valid() and _changed(request, row, form):
        key = f"quote-{row.pk}"
        return HttpResponseRedirect(f"{reverse('admin:review', args=[article.pk])}?at={key}#{key}")
    return show(
        request,
        "admin/desk/quote.html",
        f"Change a quote: {article}",
        article=article,
        row=row,
        form=form,
        media=form.media,
        back=reverse("admin:review", args=[article.pk]),
    )


def _initial(row: Quote) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in marking.SAID}
    said["speaker"] = row.speaker.current if row.speaker else None
    place = {} if row.lost else {"start": row.start}
    return {"version": row.version, "words": row.exact, **place, **said}


def _changed(request: HttpRequest, row: Quote, form: ChangeForm) -> bool:
    """Whether it was changed; if not, the form says why."""
    row.version = form.cleaned_data["version"]
    try:
        step = marking.change_quote(row, form.cleaned_data["span"], form.said, request.user)  # type: ignore[arg-type]
    except StaleVersion as stale:
        form.add_error(None, stale)
        overwrite(form, version=stale.current or 0)
    except ValidationError as error:
        add_errors(form, error)
    else:
        steps.push(request, row.article, step)
        messages.success(request, "The quote is accepted as you changed it.")
        return True
    return False
