"""A process of the desk that dies in the middle of its work. Run by test_kills.py, on a database of its own.

    python -m tests.articles.killed publish|due AFTER

It tells in one line of JSON what the process before it left behind, sets its own work up, tells that it begins, and
kills itself at the AFTER-th statement of that work, or never if AFTER is 0.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any

import django
from django.db import connection
from django.utils import timezone


class Fuse:
    """Counts statements; burns through at one of them, before or after it is run."""

    def __init__(self, after: int) -> None:
        self.after, self.count = after, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.count += 1
        if self.count == self.after and self.count % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if self.count == self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201  the parent reads it


def left_behind() -> dict[str, Any]:
    """What is wrong with the record, and, once the schedule was looked at again, what is still due."""
    from articles import publishing, verifying
    from articles.models import Article, ArticleState, Edition

    broken = [str(problem) for problem in verifying.problems()]
    caught_up = len(publishing.publish_due().published)
    broken += [str(problem) for problem in verifying.problems()]
    scheduled = Article.objects.filter(state=ArticleState.SCHEDULED).count()
    twice = Edition.objects.filter(headline="Due", number__gt=1).count()
    return {"broken": broken, "caught_up": caught_up, "still_due": scheduled, "twice": twice}


def an_article(headline: str) -> Any:
    """A working copy with enough passages for an edition to be half written."""
    from articles.models import Byline, Tag
    from people.models import Entity
    from tests import builders

    cast = list(Entity.objects.order_by("pk")[:4])
    if not cast:
        cast = [builders.person(name, slug=name.lower()) for name in ("Ada", "Bob", "Cleo", "Dora")]
    text = " ".join(f"{one.name} came. “{one.name} spoke,” in 1990." for one in cast)
    number = timezone.now().strftime("%H%M%S%f")
    copy = builders.article(text, headline=headline, slug=f"article-{number}", section=builders.section())
    copy.tags.add(Tag.objects.get_or_create(name="bridges")[0])
    for one in cast:
        builders.mention(copy, one)
        builders.quote(copy, f"{one.name} spoke", one)
        builders.citation(copy, one, "born", "1990", f"{one.name} came")
    Byline.objects.create(article=copy, name="Ada", person=cast[0])
    return copy


def work(what: str) -> Any:
    """Set the work up, and return it."""
    from articles import publishing
    from articles.models import Article

    if what == "publish":
        copy = an_article("One")
        publishing.publish(an_article("Another"), by=None)

        def publish_and_correct() -> None:
            publishing.publish(copy, by=None)
            publishing.correct(copy, by=None, note="Wrong.")

        return publish_and_correct
    for _ in range(3):
        copy = an_article("Due")
        publishing.schedule(copy, at=timezone.now() + timedelta(hours=1), by=None)
        Article.objects.filter(pk=copy.pk).update(scheduled_for=timezone.now(), version=copy.version + 1)
    return publishing.publish_due


def main(what: str, after: int) -> None:
    tell(**left_behind())
    act = work(what)
    fuse = Fuse(after)
    tell(begins=True)
    with connection.execute_wrapper(fuse):
        act()
    tell(statements=fuse.count)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]))
