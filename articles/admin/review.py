"""The review of one article: what the machine found, in its sentences, each to be decided; names, quotes and facts
to be marked by hand.

A long article is shown in parts of whole paragraphs, which stay the same while one decides. Works without a script:
every decision is a form. desk.js gives the keys a, w, o, n, u, j, k to its buttons, and takes selections in the text.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles import requotes, reviewing
from articles.admin import steps
from articles.admin.citing import CitingForm
from articles.admin.deciding import NewForm, OtherForm, press
from articles.admin.marking import NameForm, QuoteForm
from articles.admin.sentence import Seen, seen
from articles.models import Article, CandidatePassage, Citation, Passage, Quote
from articles.requotes import Elsewhere
from articles.sentences import around, sentences
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.site import page, show
from newsroom.editorial import Decision, Origin
from people.admin.entities import desk_url
from people.models import Kind

PART = 25  # passages of a part, unless one paragraph has more


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
    is_quote: bool = False
    again: Sequence[Elsewhere] = ()  # the same words in other working copies

    @property
    def row(self) -> Passage:
        return self.seen.row


@dataclass
class Sentence:
    """A sentence with its suggestions, and the number of its paragraph."""

    text: str
    paragraph: int
    items: list[Item] = field(default_factory=list)


@dataclass
class Part:
    """Some paragraphs: what was ever found in them, and what of that waits."""

    number: int
    rows: list[Passage]

    @property
    def waiting(self) -> list[Passage]:
        return [row for row in self.rows if row.decision == Decision.SUGGESTED]


def key_of(row: Passage) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def item(row: Passage, spans: list[tuple[int, int]]) -> Item:
    """What the page says of a passage."""
    by = f" by {row.decided_by}" if row.decided_by else ""
    decided = "" if row.decision == Decision.SUGGESTED else f"{row.get_decision_display()}{by}"
    shown = Item(seen(row, spans), key_of(row), "name", "", row.why, decided)
    if isinstance(row, CandidatePassage):
        shown.what, shown.can_accept = "unknown name", False
        shown.says = f"{row.candidate.name}: not in the record ({row.candidate.get_kind_display()}?)"
    elif isinstance(row, Quote):
        speaker = row.speaker.current if row.speaker else None
        shown.what, shown.is_quote = f"{row.get_kind_display()} quote", True
        shown.says = str(speaker or row.speaker_words or "nobody known") + (
            f", {row.role}" if row.role else ""
        )
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
    refused: dict[str, forms.Form] = {}
    if request.method == "POST":
        outcome = press(request, article)
        if isinstance(outcome, HttpResponse):
            return outcome
        refused = outcome
    return _page(request, article, refused)


def _page(request: HttpRequest, article: Article, refused: dict[str, forms.Form]) -> HttpResponse:
    spans = sentences(article.text)
    rows = reviewing.passages_of(article)
    there, lost = [row for row in rows if not row.lost], [row for row in rows if row.lost]
    parts = parts_of(article.text, there)
    part = _asked(request, parts)
    open_items = [item(row, spans) for row in part.waiting] if part else []
    _find_again(open_items)
    current = _current(request, open_items)
    accepted = [item(row, spans) for row in there if row.decision == Decision.ACCEPTED]
    found = [row for row in there if row.origin == Origin.MACHINE]
    waiting = sum(len(one.waiting) for one in parts)
    done = sum(1 for row in found if row.decision != Decision.SUGGESTED)
    marking = _forms(article, refused)
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
        total=done + waiting,
        parts=parts if len(parts) > 1 else [],
        part=part,
        before=_edge(parts, part, -1),
        after=_edge(parts, part, 1),
        accepted=accepted,
        reworded=[one for one in accepted if one.row.accepted_words],
        wrong=[item(row, spans) for row in rows if row.decision == Decision.REJECTED],
        lost=[item(row, spans) for row in lost if row.decision != Decision.REJECTED],
        can_undo=steps.any_left(request, article),
        other=OtherForm(auto_id="other-%s"),
        new=NewForm(initial=_guess(current), auto_id="new-%s"),
        refused=next(iter(refused), ""),
        media=OtherForm().media + marking["citing"].media,
        **marking,
    )


def _forms(article: Article, refused: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """The forms to mark something by hand: those that were refused, the others empty."""
    return {
        "naming": NameForm(article=article, auto_id="name-%s"),
        "quoting": QuoteForm(article=article, auto_id="quote-%s"),
        "citing": CitingForm(article=article, auto_id="cite-%s"),
        **refused,
    }


def _guess(current: Item | None) -> dict[str, str]:
    if current is None:
        return {}
    row = current.row
    if isinstance(row, CandidatePassage):
        return {"name": row.candidate.name, "kind": row.candidate.kind}
    if isinstance(row, Quote):
        return {"name": row.speaker_words, "kind": Kind.PERSON}
    return {"name": row.exact, "kind": Kind.PERSON}


# The parts of a long article


def parts_of(text: str, rows: Sequence[Passage]) -> list[Part]:
    """Whole paragraphs, each part with PART passages at most unless one paragraph has more.

    What was decided counts as well, so that parts stay where they are while one goes through them.
    """
    starts = paragraphs(text)
    parts: list[Part] = []
    for _, of_paragraph in groupby(rows, key=lambda row: bisect_right(starts, row.start)):
        found = list(of_paragraph)
        if not parts or len(parts[-1].rows) + len(found) > PART:
            parts.append(Part(len(parts) + 1, []))
        parts[-1].rows += found
    return parts


def paragraphs(text: str) -> list[int]:
    """Where each paragraph begins."""
    starts = [0]
    while (end := text.find("\n\n", starts[-1])) >= 0:
        starts.append(end + 2)
    return starts


def _asked(request: HttpRequest, parts: list[Part]) -> Part | None:
    """The part with the item that is asked for, or of the number, else the first with something that waits."""
    at, number = request.GET.get("at", ""), request.GET.get("part", "")
    chosen = [part for part in parts if at and any(key_of(row) == at for row in part.rows)]
    chosen += [part for part in parts if str(part.number) == number]
    chosen += [part for part in parts if part.waiting]
    return next(iter([*chosen, *parts]), None)


def _edge(parts: list[Part], part: Part | None, step: int) -> str:
    """The key of what waits next to this part: the first after it, or the last before it; "" if nothing does."""
    if part is None:
        return ""
    beyond = parts[part.number :] if step > 0 else parts[: part.number - 1][::-1]
    waiting = next((other.waiting for other in beyond if other.waiting), [])
    return key_of(waiting[0 if step > 0 else -1]) if waiting else ""


def _find_again(items: Sequence[Item]) -> None:
    """Tell quotes where the same words are accepted in other articles."""
    quotes = {one.row.pk: one for one in items if isinstance(one.row, Quote)}
    for pk, found in requotes.desk_elsewhere([one.row for one in quotes.values()]).items():  # type: ignore[misc]
        quotes[pk].again = found


def _current(request: HttpRequest, items: list[Item]) -> Item | None:
    """The item that is asked for, else the first."""
    asked = request.GET.get("at", "")
    return next((i for i in items if i.key == asked), items[0] if items else None)


def _in_sentences(article: Article, items: list[Item], spans: list[tuple[int, int]]) -> list[Sentence]:
    starts = paragraphs(article.text)
    found: dict[tuple[int, int], Sentence] = {}
    for one in items:
        place = around(spans, one.row.start, one.row.start + 1)
        sentence = Sentence(article.text[slice(*place)], bisect_right(starts, one.row.start))
        found.setdefault(place, sentence).items.append(one)
    return list(found.values())


__all__ = ["Part", "item", "key_of", "parts_of", "review"]
