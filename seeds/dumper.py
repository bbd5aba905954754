"""The editorial record into seed files: readable in git, the same again after a load into an empty database.

Not in a dump: accounts, the log of acts, history, what the machine suggested (it finds that again), and
pictures, source documents and tags that no article uses.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import yaml
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from articles.models import (
    Article,
    ArticleState,
    Candidate,
    CandidateState,
    Citation,
    Counterpart,
    Mention,
    PageAddress,
    Passage,
    Preference,
    Quote,
    Reference,
    Section,
    Story,
    StoryEntity,
)
from newsroom.editorial import Decision
from people.models import Distinction, Entity, EntityState, Kind, Merge, Name, Relation
from seeds.editions import edition_as_json
from seeds.models import SeedRecord
from seeds.readers.editions import EDITIONS
from seeds.wanted import occurrence_of

Row = dict[str, Any]
#: the longest id that a row may get from its address, with room for a number behind it
LONGEST: dict[type[models.Model], int] = {Entity: 74, Section: 74, Story: 74, Article: 114}
_LISTS = {Kind.PERSON: "people", Kind.ORGANIZATION: "organizations", Kind.EVENT: "events"}
_BLOCK_END = re.compile(r"(</(?:p|h2|h3|h4|li|ul|ol|blockquote)>)\s*(?=<)")


class NotEmpty(Exception):
    """The folder holds files already; a dump is written into an empty or a new one."""


def dump(folder: Path, progress: Callable[[str, int], None] = lambda name, rows: None) -> int:
    """Write the record as it is at this moment into `folder`, made if it is not there; the number of files.

    NotEmpty if the folder holds anything. `progress` is called with the name and the number of what was
    written, and with the names of pictures that are not in the media store.
    """
    if folder.exists() and any(path for path in folder.iterdir() if not path.name.startswith(".")):
        raise NotEmpty(f"{folder} is not empty: name a new folder, or empty it first.")
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _Dump(folder, progress).go()


class _Dump:
    def __init__(self, folder: Path, progress: Callable[[str, int], None]) -> None:
        self.folder, self.progress, self.files = folder, progress, 0
        self.ids = _ids()
        self.pairs = self._counterparts()

    def go(self) -> int:
        self._list("sections", (self._section(row) for row in Section.objects.order_by("slug")))
        self._list("references", (self._reference(row) for row in Reference.objects.all()))
        for kind, name in _LISTS.items():
            rows = Entity.objects.filter(kind=kind).prefetch_related("names", "addresses")
            self._list(name, (self._entity(row) for row in rows))
        self._list("relations", (self._relation(row) for row in Relation.objects.all()))
        self._list("stories", (self._story(row) for row in Story.objects.all()))
        self._list(
            "preferences",
            (self._preference(row) for row in Preference.objects.select_related("entity", "relation")),
        )
        self._list("merges", (self._merge(row) for row in Merge.objects.active()))
        self._list("distinctions", (self._distinction(row) for row in Distinction.objects.all()))
        decided = Candidate.objects.exclude(state=CandidateState.OPEN)
        self._list("candidates", (self._candidate(row) for row in decided))
        self._articles()
        return self.files

    def _id(self, row: models.Model) -> str:
        return self.ids[_label(row), row.pk]

    def _list(self, name: str, rows: Iterable[Row]) -> None:
        """One list of records in a file of its own, in the order of their ids."""
        ordered = sorted(
            rows, key=lambda row: json.dumps(row.get("id") or list(row.values()), ensure_ascii=False)
        )
        if ordered:
            self._write(Path(f"{name}.yaml"), _yaml({name: ordered}))
        self.progress(name, len(ordered))

    def _write(self, path: Path, content: str | bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        self.files += 1

    # Structured records

    def _section(self, row: Section) -> Row:
        id = self._id(row)
        return _filled({"id": id, "name": row.name, "slug": row.slug if row.slug != id else None})

    def _reference(self, row: Reference) -> Row:
        return _filled(
            {"id": self._id(row), **{n: getattr(row, n) for n in ("title", "publisher", "date", "url")}}
        )

    def _entity(self, row: Entity) -> Row:
        own = {
            "id": self._id(row),
            "uid": str(row.uid),
            "name": row.name,
            "slug": row.slug,
            "state": row.state if row.state != EntityState.DRAFT else None,
        }
        where = () if row.kind == Kind.PERSON else ("place", "country", "latitude", "longitude")
        fields = ("description", *row.DATE_FIELDS_OF[row.kind], *where)
        values = {name: getattr(row, name) for name in fields}
        names = [_name(name) for name in sorted(row.names.all(), key=lambda name: name.text)]
        earlier = [
            f"{a.kind}/{a.slug}" for a in row.addresses.all() if (a.kind, a.slug) != (row.kind, row.slug)
        ]
        return _filled({**own, **values, "names": names, "addresses": sorted(earlier)})

    def _relation(self, row: Relation) -> Row:
        ends = {"subject": self.ids["people.entity", row.subject_id], "kind": row.kind}
        ends["object"] = self.ids["people.entity", row.object_id]
        values = {name: getattr(row, name) for name in ("title", "begin", "end")}
        decision = None if row.decision == Decision.ACCEPTED else row.decision
        return _filled({"id": self._id(row), "uid": str(row.uid), **ends, **values, "decision": decision})

    def _story(self, row: Story) -> Row:
        order = StoryEntity.objects.filter(story=row).values_list("entity", flat=True)
        earlier = PageAddress.objects.filter(story=row).exclude(slug=row.slug)
        own = {
            "id": self._id(row),
            "uid": str(row.uid),
            "title": row.title,
            "slug": row.slug,
            "format": "html",
        }
        texts = {"introduction": row.introduction, "state_of_play": row.state_of_play}
        rest = {
            "entities": [self.ids["people.entity", pk] for pk in order],
            "addresses": sorted(f"story/{slug}" for slug in earlier.values_list("slug", flat=True)),
            "publish": row.public or None,
        }
        return _filled({**own, **texts, **rest})

    def _preference(self, row: Preference) -> Row:
        return {"fact": self._fact(row), "value": row.value, "reason": row.reason}

    def _fact(self, row: Preference | Citation) -> str:
        return f"{self._id(row.target)}.{row.field}"

    def _candidate(self, row: Candidate) -> Row:
        entity = self.ids["people.entity", row.entity_id] if row.entity_id else None
        return _filled({"name": row.name, "kind": row.kind, "state": row.state, "entity": entity})

    def _merge(self, row: Merge) -> Row:
        ends = {
            "loser": self.ids["people.entity", row.loser_id],
            "into": self.ids["people.entity", row.into_id],
        }
        return _filled({**ends, "reason": row.reason, "state_before": row.state_before})

    def _distinction(self, row: Distinction) -> Row:
        ends = sorted((self.ids["people.entity", row.one_id], self.ids["people.entity", row.other_id]))
        return _filled({"one": ends[0], "other": ends[1], "reason": row.reason})

    # Articles

    def _articles(self) -> None:
        rows = Article.objects.select_related("section", "story", "source").order_by("pk")
        count = 0
        for count, row in enumerate(rows.iterator(200), start=1):  # noqa: B007
            id = self._id(row)
            head = _yaml(self._article(row, id))
            self._write(Path("articles", f"{id}.md"), f"---\n{head}---\n{_one_block_a_line(row.body)}\n")
            editions = [edition_as_json(edition, id) for edition in row.editions.order_by("number")]
            if editions:
                text = json.dumps(editions, ensure_ascii=False, indent=1, sort_keys=True)
                self._write(Path("editions", f"{id}{EDITIONS}"), text + "\n")
                for edition in editions:
                    self._pictures(image["file"] for image in edition["images"])
        self.progress("articles", count)

    def _article(self, row: Article, id: str) -> Row:
        plain = ("standfirst", "dateline", "language", "rights", "publisher", "url")
        own = {"id": id, "uid": str(row.uid), "headline": row.headline, "slug": row.slug, "format": "html"}
        where = {
            "date": row.date.isoformat() if row.date else None,
            "section": self._id(row.section) if row.section else None,
            "story": self._id(row.story) if row.story else None,
            "state": None if row.state == ArticleState.DRAFT else row.state,
            "scheduled_for": row.scheduled_for.astimezone(UTC).isoformat() if row.scheduled_for else None,
            "tags": sorted(row.tags.values_list("name", flat=True)),
            "bylines": [self._byline(line) for line in row.bylines.all()],
            "references": [
                self.ids["articles.reference", r.reference_id] for r in row.articlereference_set.all()
            ],
            "images": [
                self._image(r.image)
                for r in row.articleimage_set.select_related("image")
                if default_storage.exists(str(r.image.file.name))
            ],
            "source": self._source(row),
        }
        passages = {
            "mentions": self._passages(row, Mention, self._mention),
            "quotes": self._passages(row, Quote, self._quote),
            "citations": self._passages(row, Citation, self._citation),
            "counterparts": self.pairs.get(row.pk, []),
        }
        return _filled({**own, **{name: getattr(row, name) for name in plain}, **where, **passages})

    def _counterparts(self) -> dict[int, list[Row]]:
        """Article → its decided pairs, each with the one of the two that is loaded later: by file name."""
        found: dict[int, list[Row]] = defaultdict(list)
        for pair in Counterpart.objects.exclude(decision=Decision.SUGGESTED):
            ids = {pk: self.ids["articles.article", pk] for pk in (pair.one_id, pair.other_id)}
            early, late = sorted(ids, key=lambda pk: f"{ids[pk]}.md")
            kind = {early: "newer", late: "older"}.get(pair.newer_id or 0)
            decision = None if pair.decision == Decision.ACCEPTED else pair.decision
            found[late].append(_filled({"article": ids[early], "kind": kind, "decision": decision}))
        return {pk: sorted(rows, key=lambda row: row["article"]) for pk, rows in found.items()}

    def _byline(self, line: Any) -> Row:
        person = self.ids["people.entity", line.person_id] if line.person_id else None
        return _filled({"name": line.name, "role": line.role, "person": person, "biography": line.biography})

    def _image(self, image: Any) -> Row:
        self._pictures([image.file.name])
        words = {name: getattr(image, name) for name in ("credit", "alt", "caption")}
        return _filled({"file": f"../media/{image.file.name}", "stored_as": image.file.name, **words})

    def _pictures(self, names: Iterable[str]) -> None:
        for name in names:
            if not default_storage.exists(name):
                self.progress(f"pictures, as {name} is not in the media store", 0)
            elif not (self.folder / "media" / name).exists():
                with default_storage.open(name, "rb") as stream:
                    self._write(Path("media", name), stream.read())

    def _source(self, row: Article) -> Row | None:
        if row.source is None:
            return None
        content = row.source.content
        name = f"{hashlib.sha256(content).hexdigest()[:32]}.source"
        if not (self.folder / "sources" / name).exists():
            self._write(Path("sources", name), content)
        kept = {"name": row.source.name, "origin": row.source.origin, "media_type": row.source.media_type}
        return _filled({"file": f"../sources/{name}", **kept, "uid": str(row.source.uid)})

    def _passages(self, row: Article, model: type[Passage], describe: Callable[[Any], Row]) -> list[Row]:
        """Decided passages of the working copy in the order of the text."""
        rows = model._base_manager.filter(article=row, edition__isnull=True).exclude(
            decision=Decision.SUGGESTED
        )
        found: dict[tuple[int, int, str], Row] = {}
        for passage in rows:
            item = _filled({**describe(passage), **_place(passage, row.text)})
            found[passage.start, passage.end, json.dumps(item, ensure_ascii=False)] = item
        return [found[key] for key in sorted(found)]

    def _mention(self, row: Mention) -> Row:
        return {"entity": self.ids["people.entity", row.entity_id]}

    def _quote(self, row: Quote) -> Row:
        speaker = self.ids["people.entity", row.speaker_id] if row.speaker_id else None
        return {
            "speaker": speaker,
            **{name: getattr(row, name) for name in ("speaker_words", "kind", "cue", "role")},
        }

    def _citation(self, row: Citation) -> Row:
        return {"fact": self._fact(row), "value": row.value}


def _place(passage: Passage, text: str) -> Row:
    """The words, and which of their occurrences; where they stood if they are lost."""
    found: Row = {"words": passage.exact}
    if passage.lost:
        found["lost"] = _filled({"start": passage.start, "prefix": passage.prefix, "suffix": passage.suffix})
    elif (times := occurrence_of(text, passage.exact, passage.start)) > 1:
        found["occurrence"] = times
    if passage.decision == Decision.REJECTED:
        found["decision"] = passage.decision
    return found


def _name(row: Name) -> Row:
    return _filled({"text": row.text, "kind": row.kind, "language": row.language})


def _filled(row: Row) -> Row:
    """Without what says nothing."""
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def _one_block_a_line(body: str) -> str:
    """HTML with a line for each block, as git compares lines."""
    return _BLOCK_END.sub(r"\1\n", body.strip())


class _Dumper(yaml.SafeDumper):
    """Plain YAML: no aliases, long lines whole."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text


def _label(row: models.Model) -> str:
    return row._meta.concrete_model._meta.label_lower  # type: ignore[union-attr]


def _ids() -> dict[tuple[str, int], str]:
    """(model, row) → id: the one that it was loaded under, or one made from its address; each id once."""
    ids: dict[tuple[str, int], str] = {}
    labels = {t.pk: f"{t.app_label}.{t.model}" for t in ContentType.objects.all()}
    loaded = SeedRecord.objects.filter(key__startswith="id:").values_list("content_type", "object_id", "key")
    for content_type, pk, key in loaded.iterator():
        ids[labels[content_type], pk] = key[3:]
    taken = set(ids.values())
    for label, pk, wish in _wishes():
        if (label, pk) not in ids:
            free, number = wish, 2
            while free in taken:
                free, number = f"{wish}-{number}", number + 1
            taken.add(free)
            ids[label, pk] = free
    return ids


def _wishes() -> Iterator[tuple[str, int, str]]:
    """(model, row, the id that it would like), in an order that is the same on every engine."""
    for model in (Entity, Section, Story, Article):
        longest = LONGEST[model]
        rows = model._base_manager.values_list("slug", "pk")
        for slug, pk in sorted(rows):
            yield model._meta.label_lower, pk, slug[:longest].rstrip("-")
    for uid, pk in sorted(Relation.objects.values_list("uid", "pk")):
        yield "people.relation", pk, f"relation-{uid.hex[:8]}"
    for said, pk in sorted((_said(row), row.pk) for row in Reference.objects.all()):
        digest = hashlib.sha256(said.encode()).hexdigest()
        yield "articles.reference", pk, f"reference-{digest[:8]}"


def _said(row: Reference) -> str:
    return f"{row.title}|{row.publisher}|{row.date}|{row.url}"
