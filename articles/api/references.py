"""References that readers may see: those in an edition that stands, as it has them."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Exists, Func, OuterRef, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from articles.models import ArticleReference, Reference

#: what an edition has of a reference
COPIED = ("title", "publisher", "date", "url")


class _Among(Func):
    """Whether a list of objects (JSON) has one with these values: the list, then title, publisher, date, url."""

    output_field = BooleanField()
    arity = 1 + len(COPIED)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        same = [f"json_extract(value, '$.{name}') IS {{}}" for name in COPIED]
        return self._filled(compiler, f"EXISTS(SELECT 1 FROM json_each({{}}) WHERE {' AND '.join(same)})")  # noqa: S608 - names of ours

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        pairs = ", ".join(f"'{name}', {{}}" for name in COPIED)
        return self._filled(compiler, f"{{}} @> jsonb_build_array(jsonb_build_object({pairs}))")

    def _filled(self, compiler: SQLCompiler, template: str) -> tuple[str, list[Any]]:
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        return template.format(*(sql for sql, _ in parts)), [value for _, values in parts for value in values]


def live_links() -> QuerySet[ArticleReference]:
    """Which article draws on what, as far as its live edition says just so. What the desk added or changed since is not
    shown before the article is published again."""
    copied = _Among("article__live_edition__references", *(f"reference__{name}" for name in COPIED))
    return ArticleReference.objects.filter(copied)


def live_references() -> QuerySet[Reference]:
    return Reference.objects.filter(Exists(live_links().filter(reference=OuterRef("pk"))))


def drawn_on(articles: Collection[int]) -> Q:
    """References that any of these articles draws on."""
    return Q(pk__in=live_links().filter(article__in=articles).values("reference"))


def drawing_on(references: Collection[int]) -> Q:
    """Articles that draw on any of these references."""
    return Q(pk__in=live_links().filter(reference__in=references).values("article"))
