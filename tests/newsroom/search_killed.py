"""A process that dies while it brings changes to the index, or builds it. Run by test_search_kills.py.

    python -m tests.newsroom.search_killed follow|rebuild AFTER

It tells in one line of JSON what the process before it left behind, makes changes, tells that it begins, and kills
itself at the AFTER-th statement of its work, or never if AFTER is 0. Tantivy's commit lies between two statements.
"""

import sys
from typing import Any

import django
from django.db import connection

from tests.articles.killed import Fuse, an_article, tell


def left_behind() -> dict[str, Any]:
    """What the index lacks once the changes that wait are followed, and what is kept for nobody."""
    from newsroom.models import Change, Follower
    from newsroom.search import index

    if not Follower.objects.exists():
        index.rebuild()  # the first process finds no index
    readable = len(index.current().contents())
    followed = index.follow()
    return {
        "readable": readable,
        "followed": followed,
        "wrong": index.differences(),
        "waiting": Change.objects.filter(batch__isnull=True).count(),
    }


def change() -> None:
    """Some of all that search shows: more than one batch."""
    from articles import publishing
    from people.models import Entity, Name

    copy = an_article("Killed")
    publishing.publish(copy, by=None)
    person = Entity.objects.order_by("pk").first()
    assert person
    Name.objects.get_or_create(entity=person, text=f"Alias {copy.pk}")
    person.description = f"Seen in {copy.pk}."
    publishing.save_entity(person, by=None)
    publishing.withdraw(copy, by=None, note="Gone.")
    an_article("Draft")


def main(what: str, after: int) -> None:
    from newsroom import outbox
    from newsroom.search import index

    outbox.BATCH = 5
    tell(**left_behind())
    change()
    fuse = Fuse(after)
    tell(begins=True)
    with connection.execute_wrapper(fuse):
        {"follow": index.follow, "rebuild": index.rebuild}[what]()
    tell(statements=fuse.count)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]))
