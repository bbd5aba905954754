"""New working copies, many at once."""

from collections.abc import Sequence

from simple_history.utils import bulk_create_with_history

from articles import counterparts
from articles.likeness import Keys
from articles.models import Article
from newsroom import outbox


def make(rows: Sequence[Article], keys: Sequence[Keys | None], why: str) -> None:
    """Save new working copies with history and keys, as saving each would, in a few statements; inside the caller's
    transaction.

    `body` is sanitized and `text` its text already, as `Article.save()` leaves them; nothing is validated. `keys` are those
    by which what tells the same is found; None where they are to be made. `why` is what history says.
    """
    bulk_create_with_history(rows, Article, default_change_reason=why)
    counterparts.index_new(
        {row.pk: (own or counterparts.keys_of(row)).own for row, own in zip(rows, keys, strict=True)}
    )
    outbox.follow_at_commit()
