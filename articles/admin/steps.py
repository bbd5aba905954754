"""What one editor did in the review of an article, so that it can be undone: kept in their session."""

from django.http import HttpRequest

from articles.models import Article
from articles.reviewing import Step

UNDOABLE = 30


def push(request: HttpRequest, article: Article, step: Step) -> None:
    request.session[_name(article)] = [*request.session.get(_name(article), []), step.as_json()][-UNDOABLE:]


def pop(request: HttpRequest, article: Article) -> Step | None:
    """The last step, which is taken from the list; None if there is none."""
    steps = request.session.get(_name(article), [])
    if not steps:
        return None
    last = steps.pop()
    request.session[_name(article)] = steps
    return Step(**last)


def any_left(request: HttpRequest, article: Article) -> bool:
    return bool(request.session.get(_name(article)))


def _name(article: Article) -> str:
    return f"review-steps-{article.pk}"
