"""The editorial record into seed files: stable, readable in git, and the same again after a load into an empty database.

Not in a dump: accounts, the log of acts, history, and what the machine suggested, which it finds again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import yaml
from django.contrib.contenttypes.models import ContentType
from django.db import models

from articles.models import (
    Article,
    ArticleState,
    Citation,
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
from people.models import Address, Distinction, Entity, Kind, Merge, Name, Relation
from seeds.editions import edition_as_json
from seeds.models import SeedRecord
from seeds.readers.editions import EDITIONS

Row = dict[str, Any]
_LISTS = {Kind.PERSON: "people", Kind.ORGANIZATION: "organizations", Kind.EVENT: "events"}
_BLOCK_END = re.compile(r"(</(?:p|h2|h3|h4|li|ul|ol|blockquote)>)\s*(?=<)")
_NUMBERS = ("latitude", "longitude")


class NotEmpty(Exception):
    """The folder holds files already; a dump is written into an empty or a new one."""


def dump(folder: Path, progress: Callable[[str, int], None] = lambda name, rows: None) -> int:
    """Write the record into `folder`, made if it is not there; the number of files. NotEmpty if it holds anything."""
    if folder.exists() and any(path for path in folder.iterdir() if not path.name.startswith(".")):
        raise NotEmpty(f"{folder} is not empty: name a new folder, or empty it first.")
    folder.mkdir(parents=True, exist_ok=True)
    return _Dump(folder, progress).go()


class _Dump:
    def __init__(self, folder: Path, progress: Callable[[str, int], None]) -> None:
        self.folder, self.progress, self.files = folder, progress, 0
        self.ids = _ids()

    def go(self) -> int:
        self._list("sections", (self._section(row) for row in Section.objects.order_by("slug")))
        self._list("references", (self._reference(row) for row in Reference.objects.all()))
        for kind, name in _LISTS.items():
            rows = Entity.objects.filter(kind=kind).prefetch_related("names", "addresses")
            self._list(name, (self._entity(row) for row in rows))
        self._list("relations", (self._relation(row) for row in Relation.objects.all()))
        self._list("stories", (self._story(row) for row in Story.objects.all()))
        self._list("preferences", (self._preference(row) for row in Preference.objects.all()))
        self._list("merges", (self._merge(row) for row in Merge.objects.active()))
        self._list("distinctions", (self._distinction(row) for row in Distinction.objects.all()))
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
        return {"id": self._id(row), "name": row.name}

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
            "state": row.state,
        }
        fields = (
            "description",
            *row.DATE_FIELDS_OF[row.kind],
            *(() if row.kind == Kind.PERSON else ("place", "country")),
        )
        values = {name: getattr(row, name) for name in fields}
        if row.kind == Kind.EVENT:
            values |= {name: getattr(row, name) for name in _NUMBERS}
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
        earlier = PageAddress.objects.filter(story=row).exclude(slug=row.slug).order_by("slug")
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
            "addresses": [f"story/{slug}" for slug in earlier.values_list("slug", flat=True)],
            "publish": row.public or None,
        }
        return _filled({**own, **texts, **rest})

    def _preference(self, row: Preference) -> Row:
        return {"fact": self._fact(row), "value": row.value, "reason": row.reason}

    def _fact(self, row: Preference | Citation) -> str:
        target = (
            self.ids["people.entity", row.entity_id]
            if row.entity_id
            else self.ids["people.relation", row.relation_id]
        )
        return f"{target}.{row.field}"

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
            "tags": list(row.tags.order_by("name").values_list("name", flat=True)),
            "bylines": [self._byline(line) for line in row.bylines.all()],
            "references": [
                self.ids["articles.reference", r.reference_id] for r in row.articlereference_set.all()
            ],
            "images": [self._image(r.image) for r in row.articleimage_set.select_related("image")],
            "source": self._source(row),
        }
        passages = {
            "mentions": self._passages(row, Mention, self._mention),
            "quotes": self._passages(row, Quote, self._quote),
            "citations": self._passages(row, Citation, self._citation),
        }
        return _filled({**own, **{name: getattr(row, name) for name in plain}, **where, **passages})

    def _byline(self, line: Any) -> Row:
        person = self.ids["people.entity", line.person_id] if line.person_id else None
        return _filled({"name": line.name, "role": line.role, "person": person, "biography": line.biography})

    def _image(self, image: Any) -> Row:
        self._pictures([image.file.name])
        words = {name: getattr(image, name) for name in ("credit", "alt", "caption")}
        return _filled({"file": f"../media/{image.file.name}", "stored_as": image.file.name, **words})

    def _pictures(self, names: Iterable[str]) -> None:
        from django.core.files.storage import default_storage

        for name in names:
            if default_storage.exists(name) and not (self.folder / "media" / name).exists():
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
        found = [_filled({**describe(passage), **_place(passage, row.text)}) for passage in rows]
        positions = {
            id(item): (passage.start, passage.end) for item, passage in zip(found, rows, strict=True)
        }
        return sorted(found, key=lambda item: (positions[id(item)], json.dumps(item, ensure_ascii=False)))

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
    elif (times := _occurrence(text, passage.exact, passage.start)) > 1:
        found["occurrence"] = times
    if passage.decision == Decision.REJECTED:
        found["decision"] = passage.decision
    return found


def _occurrence(text: str, words: str, start: int) -> int:
    times, at = 1, text.find(words)
    while 0 <= at < start:
        at, times = text.find(words, at + 1), times + 1
    return times


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
    """(model, row, the id that it would like), in an order that does not change."""
    for model in (Entity, Section, Story, Article):
        for pk, slug in model._base_manager.order_by("slug", "pk").values_list("pk", "slug"):  # type: ignore[misc]
            yield model._meta.label_lower, pk, slug
    for pk, uid in Relation.objects.order_by("uid").values_list("pk", "uid"):
        yield "people.relation", pk, f"relation-{uid.hex[:8]}"
    for row in Reference.objects.order_by("title", "publisher", "url", "pk"):
        digest = hashlib.sha256(f"{row.title}|{row.publisher}|{row.date}|{row.url}".encode()).hexdigest()
        yield "articles.reference", row.pk, f"reference-{digest[:8]}"
