"""What cleaning took out of an article's source, and putting it back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from articles.models import Article
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.site import page, show
from newsroom.editorial import StaleVersion
from seeds.restoring import cleaned_source, put_back, removed_lines


class BackForm(forms.Form):
    """`version` is the version of the article that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    line = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Choose a line."})

    def __init__(self, *args: object, lines: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["line"].choices = [(number, number) for number in lines]  # type: ignore[attr-defined]


@page("articles/article/<int:pk>/removed/", "removed")
def removed(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines with their reasons; a POST puts the chosen ones back into the working copy."""
    deny_unless(request, "articles.view_article", "articles.change_article", "articles.view_sourcedocument")
    article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
    source = cleaned_source(article)
    lines = removed_lines(article, source) if source else []
    initial = {"version": article.version}
    form = BackForm(request.POST or None, lines=[line.line for line in lines], initial=initial)
    if request.method == "POST" and source and form.is_valid():
        article.version = form.cleaned_data["version"]
        try:
            count = put_back(article, source, form.cleaned_data["line"])
        except StaleVersion as stale:
            form.add_error(None, stale)
        else:
            messages.success(request, f"{count} line{'' if count == 1 else 's'} put back into the text.")
            return HttpResponseRedirect(request.path)
    return show(
        request,
        "admin/desk/removed.html",
        f"Taken out: {article}",
        article=article,
        lines=lines,
        was_cleaned=source is not None,
        form=form,
        back=change_url(article),
    )
