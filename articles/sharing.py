"""The keys of articles in their table, and which articles share most of some keys.

In plain SQL: an article has some eighty keys, for which models and queries would be built ten times as long as the database
works. All that goes into the statements are numbers.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from articles.models import ArticleKey

_TABLE = ArticleKey._meta.db_table
_ROWS = 1000  # of one statement


def keep(keys: Iterable[tuple[int, int]]) -> None:
    """Store new keys: (id of the article, key)."""
    values = [f"({int(article)},{int(key)})" for article, key in keys]
    with connection.cursor() as cursor:
        for begin in range(0, len(values), _ROWS):
            some = ",".join(values[begin : begin + _ROWS])
            cursor.execute(f'INSERT INTO {_TABLE} (article_id, "key") VALUES {some}')  # noqa: S608  numbers


def sharing(keys: Collection[int], first: int | None, last: int | None, least: int, most: int) -> list[int]:
    """Ids of the articles that have `least` of these keys, those that have most of them first; of these, `most`.

    Articles from the id `first` to `last` do not count, where these are given.
    """
    if not keys:
        return []
    others = (
        "" if first is None or last is None else f"AND article_id NOT BETWEEN {int(first)} AND {int(last)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT article_id FROM {_TABLE} WHERE "key" IN ({",".join(str(int(key)) for key in keys)}) {others}'  # noqa: S608
            f" GROUP BY article_id HAVING COUNT(*) >= {int(least)} ORDER BY COUNT(*) DESC, article_id LIMIT {int(most)}"
        )
        return [row[0] for row in cursor.fetchall()]
