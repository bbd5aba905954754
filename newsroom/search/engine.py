"""The engine of search behind a small interface: tantivy, in a folder. Nothing else in the project knows
it.

An `Index` takes `SearchDocument`s by owner and answers `Query`s with keys and counts. Another engine
would have the same methods.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Filter, Occur, Tokenizer

from newsroom.search.document import LIVE, SearchDocument
from newsroom.search.language import Clause

#: bytes that a writer may gather before it writes; tantivy's least is 15 MB
WRITER_MEMORY, BULK_MEMORY = 15_000_000, 100_000_000
#: times as many values of a facet are looked at in each part of the index
DEEPER = 20

# Writing without spaces between words: each letter is a word there, so that names are found inside sentences.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = rf"[{_UNSPACED}]|[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]+(?:['’][sS]\b)?"  # the stemmer takes the 's
_LONGEST_WORD = 120  # bytes

#: field → how much a match there counts
WEIGHTS = {"title": 4.0, "names": 5.0, "beside": 1.5, "text": 1.0, "credits": 0.3}
#: what it counts that the whole query is a name; more than all words together
EXACT = 1000.0
FACETS = ("kind", "persons", "organizations", "section", "year")


@dataclass(frozen=True)
class Query:
    """`filters`: field → values of which a hit has one. `hidden` owners and `silenced` speakers are not
    found.

    `name` is the comparable key of the whole query. Without clauses all is found that the filters allow.
    """

    clauses: tuple[Clause, ...] = ()
    visible: str = LIVE
    filters: dict[str, frozenset[str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    silenced: frozenset[str] = frozenset()
    name: str = ""
    newest: bool = False

    def without_filter(self, name: str) -> "Query":
        return replace(self, filters={key: value for key, value in self.filters.items() if key != name})

    def with_filter(self, name: str, values: Iterable[str]) -> "Query":
        return replace(self, filters={**self.filters, name: frozenset(values)})


class Index:
    """One index in a folder. Reading sees what was committed when `reload` was last called."""

    def __init__(self, folder: Path) -> None:
        """Open the index in the folder, or make one. Raises OSError or ValueError if it is no index of
        ours."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.schema = _schema()
        self.analyzer = _analyzer(Filter.stemmer("english"))
        self.spelling = _analyzer()
        self._index = tantivy.Index(self.schema, path=str(folder))
        self._index.register_tokenizer("words", self.analyzer)
        self._index.register_tokenizer("spelling", self.spelling)
        self._index.config_reader("manual")
        self._seen: tuple[int, int] | None = None

    def reload(self) -> None:
        """See what was committed since, by whichever process."""
        state = (self.folder / "meta.json").stat()
        if (now := (state.st_ino, state.st_mtime_ns)) != self._seen:
            self._index.reload()
            self._seen = now

    # Writing: one process at a time; `tantivy` holds a lock file, and the outbox a lock in the database.

    def write(
        self, gone: Collection[str], documents: Iterable[SearchDocument], memory: int = WRITER_MEMORY
    ) -> int:
        """Take away all documents of the owners in `gone` and add these; on disk when it returns. How
        many came."""
        writer = self._index.writer(memory, 1)
        try:
            for owner in gone:
                writer.delete_documents_by_term("owner", owner)
            added = 0
            for document in documents:
                writer.add_document(_stored(document))
                added += 1
            writer.commit()
        finally:
            writer.wait_merging_threads()
        return added

    # Reading

    def find(self, query: Query, offset: int, limit: int) -> tuple[int, list[str]]:
        """How many documents there are, and the keys of `limit` of them."""
        searcher, asked = self._index.searcher(), self._scored(query)
        by = "order" if query.newest else None
        found: Any = searcher.search(asked, limit, offset=offset, order_by_field=by)
        return found.count, [searcher.doc(address)["key"][0] for _, address in found.hits]

    def count(self, query: Query) -> int:
        found: Any = self._index.searcher().search(self._filtered(query), 1)
        return int(found.count)

    def facet(self, query: Query, name: str, most: int) -> dict[str, int]:
        """How many documents have each of the commonest values of a facet; a filter by itself is left out.

        Which values are the commonest is asked of each part of the index for itself, since that is quick;
        where that leaves their counts open, they are counted.
        """
        wider = query.without_filter(name)
        terms = {"field": name, "size": most, "segment_size": most * DEEPER}
        counted = self._index.searcher().aggregate(self._filtered(wider), {name: {"terms": terms}})[name]
        counts = {str(row["key"]): row["doc_count"] for row in counted["buckets"]}
        if counted["doc_count_error_upper_bound"]:
            counts = {value: self.count(wider.with_filter(name, [value])) for value in counts}
        return dict(sorted(counts.items(), key=lambda item: -item[1]))

    def near(self, word: str, query: Query, limit: int) -> list[str]:
        """Keys of documents that hold a word which is nearly this one, of those that the query's filters
        allow."""
        spelled = self.spelling.analyze(word)
        if len(spelled) != 1 or len(spelled[0]) < 3:
            return []
        distance = 1 if len(spelled[0]) < 6 else 2
        nearly = tantivy.Query.fuzzy_term_query(self.schema, "spelling", spelled[0], distance)
        asked = self._filtered(replace(query, clauses=()), [(Occur.Must, nearly)])
        searcher = self._index.searcher()
        return [searcher.doc(address)["key"][0] for _, address in searcher.search(asked, limit).hits]

    def marker(self, query: Query) -> "Marker":
        """What finds the words of the query in a text, and the best piece of a long one."""
        needed = [clause for clause in query.clauses if clause.needed and not clause.excluded]
        asked = _any([made for clause in needed if (made := self._clause(clause))])
        best = tantivy.SnippetGenerator.create(self._index.searcher(), asked, self.schema, "text")
        words = {word for clause in needed for word in self.analyzer.analyze(clause.text)}
        return Marker(best, self.analyzer, words)

    def contents(self) -> dict[str, str]:
        """Key → digest of all documents."""
        self.reload()
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1)).hits
        rows = (searcher.doc(address) for _, address in hits)
        return {row["key"][0]: row["digest"][0] for row in rows}

    # Queries

    def _scored(self, query: Query) -> tantivy.Query:
        """With what makes a hit better than another."""
        better: list[tuple[Occur, tantivy.Query]] = []
        if query.name:
            exact = tantivy.Query.term_query(self.schema, "exact", query.name, "basic")
            score = tantivy.Query.const_score_query(exact, EXACT)
            better.append((Occur.Should, score))
        for clause in query.clauses:
            if not clause.needed and (asked := self._clause(clause)):
                better.append((Occur.Should, asked))
        return self._filtered(query, better)

    def _filtered(self, query: Query, more: list[tuple[Occur, tantivy.Query]] | None = None) -> tantivy.Query:
        parts = [(Occur.Must, self._no_score(self._one_of("visible", [query.visible])))]
        for clause in query.clauses:
            if clause.needed and (asked := self._clause(clause)):
                parts.append((Occur.MustNot if clause.excluded else Occur.Must, asked))
            elif clause.needed and not clause.excluded:
                parts.append((Occur.Must, tantivy.Query.empty_query()))
        for name, values in query.filters.items():
            parts.append((Occur.Must, self._no_score(self._one_of(name, values))))
        for name, values in (("owner", query.hidden), ("speaker", query.silenced)):
            if values:
                parts.append((Occur.MustNot, self._one_of(name, values)))
        return tantivy.Query.boolean_query([*parts, *(more or [])])

    def _one_of(self, name: str, values: Iterable[str]) -> tantivy.Query:
        wanted = sorted(values)
        if len(wanted) == 1:
            return tantivy.Query.term_query(self.schema, name, wanted[0], "basic")
        return tantivy.Query.term_set_query(self.schema, name, wanted)

    def _no_score(self, query: tantivy.Query) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, 0.0)

    def _clause(self, clause: Clause) -> tantivy.Query | None:
        """The words of a clause, one after the other, in any field. None if the index could hold none of
        them."""
        words = self.analyzer.analyze(clause.text)
        if not words:
            return None
        return _any(
            [tantivy.Query.boost_query(self._words(name, words), weight) for name, weight in WEIGHTS.items()]
        )

    def _words(self, name: str, words: list[str]) -> tantivy.Query:
        if len(words) == 1:
            return tantivy.Query.term_query(self.schema, name, words[0], "freq")
        return tantivy.Query.phrase_query(self.schema, name, list(words))


@dataclass
class Marker:
    """Finds in a text what a query asked for. It gives parts of the text in order, each with whether it
    is asked for."""

    _best: tantivy.SnippetGenerator
    _analyzer: tantivy.TextAnalyzer
    _words: set[str]

    def piece(self, text: str, length: int) -> list[tuple[str, bool]]:
        """The best piece, at most about `length` characters; empty if nothing in the text is asked for."""
        document = tantivy.Document()
        document.add_text("text", text)
        self._best.set_max_num_chars(length)
        snippet = self._best.snippet_from_doc(document)
        fragment = snippet.fragment()
        encoded = fragment.encode()  # the spans count bytes
        spans = ((span.start, span.end) for span in snippet.highlighted())
        return _parts(fragment, [(len(encoded[:a].decode()), len(encoded[:b].decode())) for a, b in spans])

    def whole(self, text: str) -> list[tuple[str, bool]]:
        """All of the text."""
        tokens = self._analyzer.pre_tokenize(text).tokens
        found = [token for token in tokens if token.text in self._words]
        return _parts(text, ((token.char_offset_from, token.char_offset_to) for token in found))


def _parts(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text cut where spans begin and end. Empty without spans."""
    return [(text[a:b], marked) for a, b, marked in _cut(_joined(spans), len(text))]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _cut(spans: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int, bool]]:
    """The whole, cut where spans begin and end. Nothing without spans."""
    at = 0
    for start, end in spans:
        if at < start:
            yield at, start, False
        yield start, end, True
        at = end
    if spans and at < length:
        yield at, length, False


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _analyzer(*more: Filter) -> tantivy.TextAnalyzer:
    """Words without case and accents."""
    builder = tantivy.TextAnalyzerBuilder(Tokenizer.regex(_WORD))
    for made in (Filter.remove_long(_LONGEST_WORD), Filter.lowercase(), Filter.ascii_fold(), *more):
        builder = builder.filter(made)
    return builder.build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("key", "digest"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("owner", "visible", "exact", "speaker"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    builder.add_text_field("spelling", tokenizer_name="spelling", index_option="basic")
    builder.add_integer_field("order", fast=True)
    return builder.build()


def _stored(document: SearchDocument) -> tantivy.Document:
    row = tantivy.Document()
    for name in ("key", "owner", "kind", "title", "text", "digest"):
        row.add_text(name, getattr(document, name))
    for name in ("visible", "names", "exact", "beside", "credits", "persons", "organizations"):
        for value in getattr(document, name):
            row.add_text(name, str(value))
    for name in ("section", "year", "speaker"):
        if value := getattr(document, name):
            row.add_text(name, str(value))
    for text in (document.title, *document.names, *document.beside, *document.credits, document.text):
        row.add_text("spelling", text)
    row.add_integer("order", document.order)
    return row
