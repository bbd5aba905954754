"""What the tables of articles must never hold, whoever writes."""

from newsroom.outbox import tell
from newsroom.triggers import Follow, Refuse, changed, unversioned

ARTICLE_CONTENT = (
    "headline slug standfirst body text language section_id story_id rights publisher url dateline date source_id"
    " state scheduled_for live_edition_id published_at"
).split()
STORY_CONTENT = "title slug introduction state_of_play public".split()
COUNTERPART_CONTENT = "one_id other_id newer_id score why decision".split()
PREFERENCE_CONTENT = "entity_id relation_id field value reason".split()

#: columns of an edition that may never change at all
FIXED = "article_id number kind published_at date rights language previous_hash hash".split()
#: columns that a logged redaction may blank
TEXT = (
    "headline slug standfirst body text note dateline publisher url section story tags bylines references images"
).split()

_EDITION = "articles_edition"
_LOGGED = (
    "(NEW.redacted = OLD.redacted + 1 AND EXISTS"
    " (SELECT 1 FROM articles_redaction WHERE edition_id = NEW.id AND number = NEW.redacted))"
)
_NOT_NEXT = (
    "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM articles_edition WHERE article_id = NEW.article_id"
    " AND number = NEW.number - 1 AND hash = NEW.previous_hash)"
)
_MAY_NOT_STAND = (
    "NEW.live_edition_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_edition e"
    " WHERE e.id = NEW.live_edition_id AND e.article_id = NEW.id AND e.kind <> 'withdrawal'"
    " AND e.number = (SELECT MAX(number) FROM articles_edition WHERE article_id = NEW.id))"
)
#: the edition that a new passage names is published, superseded or a withdrawal
_SEALED = (
    "NEW.edition_id IS NOT NULL AND EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = NEW.edition_id AND"
    " (e.article_id <> NEW.article_id OR e.kind = 'withdrawal'"
    " OR EXISTS (SELECT 1 FROM articles_article WHERE live_edition_id = e.id)"
    " OR EXISTS (SELECT 1 FROM articles_edition l WHERE l.article_id = e.article_id AND l.number > e.number)))"
)

_PASSAGE = "article_id start end decision".split()
_PASSAGE_TEXT = "exact prefix suffix".split()
#: table → columns of its own that a redaction leaves, and columns that it may blank
PASSAGES: dict[str, tuple[list[str], list[str]]] = {
    "articles_mention": (["entity_id"], []),
    "articles_quote": (["kind", "speaker_id"], ["speaker_words", "cue", "role"]),
    "articles_citation": (["entity_id", "relation_id", "field"], ["value"]),
}
#: passages that stay on the desk
DESK_PASSAGES = {
    "articles_candidatepassage": ["candidate_id"],
    "articles_dateexpression": ["edtf"],
    "articles_happening": ["proposed_id", "kind", "edtf", "place_name"],
}
PROPOSED_CONTENT = "kind title begins place event_id decision".split()


def _passage(table: str, fixed: list[str], text: list[str]) -> list[Refuse]:
    """An edition's passages come with it and never change; words may be blanked while it is being redacted."""
    logged = (
        "EXISTS (SELECT 1 FROM articles_redaction r JOIN articles_edition e ON e.id = r.edition_id"
        " WHERE e.id = OLD.edition_id AND r.number = e.redacted + 1)"
    )
    content = [*_PASSAGE, *_PASSAGE_TEXT, *fixed, *text]
    words = changed(*_PASSAGE_TEXT, *text)
    needs = ("articles_redaction", "articles_article", _EDITION)
    message = f"{table}: a passage of an edition cannot change"
    return [
        unversioned(f"{table}_version", table, content, where="OLD.edition_id IS NULL"),
        Refuse(
            f"{table}_fixed",
            table,
            f"{changed('edition_id')} OR (OLD.edition_id IS NOT NULL"
            f" AND ({changed(*_PASSAGE, *fixed)} OR ({words} AND NOT {logged})))",
            message,
            needs=needs,
        ),
        Refuse(f"{table}_sealed", table, _SEALED, message, before="INSERT", needs=needs),
        _kept(table, "OLD.edition_id IS NOT NULL", message),
    ]


def _kept(table: str, when: str = "1 = 1", message: str = "") -> Refuse:
    """Rows that are never deleted."""
    return Refuse(
        f"{table}_kept", table, when, message or f"{table}: what is on record stays there", before="DELETE"
    )


def _fixed(table: str, columns: str, message: str) -> Refuse:
    """Columns that never change."""
    return Refuse(f"{table}_fixed", table, changed(*columns.split()), f"{table}: {message}")


def _list_told(table: str, kind: str, column: str) -> list[Follow]:
    """Rows of a list belong to what search shows of the list's owner."""
    rows = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
    return [
        tell(f"{table}_told_{event.lower()}", table, event, kind, f"SELECT {row}.{column} AS id")
        for event, row in rows.items()
    ]


_ARTICLE = "articles_article"
_NEW, _OLD = "SELECT NEW.id AS id", "SELECT OLD.id AS id"
_CAST = "SELECT story_id AS id FROM articles_storyentity WHERE entity_id = NEW.id"

#: what search shows: "article" what readers see of one, "draft" its working copy, "story"
TELLS = [
    tell("articles_article_told_new", _ARTICLE, "INSERT", "draft", _NEW),
    tell("articles_article_told", _ARTICLE, "UPDATE", "draft", _NEW, when=changed(*ARTICLE_CONTENT)),
    tell("articles_article_told_gone", _ARTICLE, "DELETE", "draft", _OLD, hides=True),
    tell(
        "articles_article_told_live",
        _ARTICLE,
        "UPDATE",
        "article",
        _NEW,
        hides=True,
        when=changed("live_edition_id"),
    ),
    tell(
        "articles_edition_told",
        _EDITION,
        "UPDATE",
        "article",
        "SELECT NEW.article_id AS id",
        hides=True,
        when=changed(*TEXT),
    ),
    *_list_told("articles_article_tags", "draft", "article_id"),
    *_list_told("articles_byline", "draft", "article_id"),
    tell("articles_story_told_new", "articles_story", "INSERT", "story", _NEW),
    tell(
        "articles_story_told",
        "articles_story",
        "UPDATE",
        "story",
        _NEW,
        hides=True,
        when=changed(*STORY_CONTENT),
    ),
    tell("articles_story_told_gone", "articles_story", "DELETE", "story", _OLD, hides=True),
    *_list_told("articles_storyentity", "story", "story_id"),
    tell(
        "articles_cast_told",
        "people_entity",
        "UPDATE",
        "story",
        _CAST,
        when=changed("kind", "state", "survivor_id"),
        needs=("articles_storyentity",),
    ),
    *(
        tell(
            f"articles_preference_told_{event.lower()}",
            "articles_preference",
            event,
            "entity",
            f"SELECT {row}.entity_id AS id",
            when=f"{row}.entity_id IS NOT NULL",
        )
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
]

_LEARNED = "articles_knowledgechange"


def _learned(
    name: str, table: str, after: str, topic: str, *, ref: str = "NULL", when: str = "1 = 1"
) -> Follow:
    """The trigger that notes a change of what the reading goes by."""
    statement = f"INSERT INTO {_LEARNED} (topic, ref, times) VALUES ('{topic}', {ref}, 1)"  # noqa: S608  our own words
    return Follow(name, table, after, statement, when, needs=(_LEARNED,))


def _learned_by(table: str, topic: str, update: str, ref: str = "NULL") -> list[Follow]:
    """For rows that come and go, and for those that change where `update` holds. `ref` names a column."""
    rows = {"INSERT": ("NEW", "1 = 1"), "UPDATE": ("NEW", update), "DELETE": ("OLD", "1 = 1")}
    return [
        _learned(
            f"{table}_learned_{event.lower()}",
            table,
            event,
            topic,
            ref=f"{row}.{ref}" if ref != "NULL" else ref,
            when=when,
        )
        for event, (row, when) in rows.items()
    ]


def _taught(row: str) -> str:
    """Whether a mention is a rejection, or accepts a link that was rejected elsewhere."""
    group = f"SELECT id FROM people_entity WHERE id = {row}.entity_id OR survivor_id = {row}.entity_id"  # noqa: S608
    rejected = f"SELECT 1 FROM articles_mention WHERE decision = 'rejected' AND entity_id IN ({group})"  # noqa: S608
    return (
        f"({row}.edition_id IS NULL AND ({row}.decision = 'rejected'"
        f" OR ({row}.decision = 'accepted' AND EXISTS ({rejected}))))"
    )


#: what the reading goes by: the record's names; relations, what was published, and decisions that teach
LEARNED = [
    *_learned_by("people_entity", "names", changed("kind", "name", "slug", "survivor_id"), "id"),
    *_learned_by("people_name", "names", changed("entity_id", "text", "kind"), "entity_id"),
    *_learned_by("people_relation", "evidence", changed("version")),
    *_learned_by("articles_preference", "evidence", changed("relation_id", "field", "value")),
    _learned(
        "articles_article_learned", "articles_article", "UPDATE", "evidence", when=changed("live_edition_id")
    ),
    _learned("people_entity_learned_state", "people_entity", "UPDATE", "evidence", when=changed("state")),
    _learned(
        "articles_mention_learned_insert", "articles_mention", "INSERT", "evidence", when=_taught("NEW")
    ),
    _learned(
        "articles_mention_learned_delete", "articles_mention", "DELETE", "evidence", when=_taught("OLD")
    ),
    _learned(
        "articles_mention_learned_update",
        "articles_mention",
        "UPDATE",
        "evidence",
        when=f"{changed('decision', 'exact', 'entity_id')} AND ({_taught('NEW')} OR {_taught('OLD')})",
    ),
]

TRIGGERS = [
    *TELLS,
    *LEARNED,
    unversioned("articles_article_version", "articles_article", ARTICLE_CONTENT),
    unversioned("articles_story_version", "articles_story", STORY_CONTENT),
    unversioned("articles_preference_version", "articles_preference", PREFERENCE_CONTENT),
    unversioned("articles_proposedevent_version", "articles_proposedevent", PROPOSED_CONTENT),
    unversioned("articles_counterpart_version", "articles_counterpart", COUNTERPART_CONTENT),
    *(
        unversioned(f"{table}_version", table, [*_PASSAGE, *_PASSAGE_TEXT, *own])
        for table, own in DESK_PASSAGES.items()
    ),
    Refuse(
        "articles_edition_fixed",
        _EDITION,
        f"({changed(*FIXED)} OR {changed('redacted', *TEXT)}) AND NOT ({_LOGGED} AND NOT {changed(*FIXED)})",
        "articles_edition: an edition cannot change",
        needs=("articles_redaction",),
    ),
    Refuse(
        "articles_edition_next",
        _EDITION,
        _NOT_NEXT,
        "articles_edition: an edition follows the one before it",
        before="INSERT",
    ),
    Refuse(
        "articles_article_standing",
        "articles_article",
        f"{changed('live_edition_id')} AND {_MAY_NOT_STAND}",
        "articles_article: what readers see is the article's own newest edition",
        needs=(_EDITION,),
    ),
    *(trigger for table, columns in PASSAGES.items() for trigger in _passage(table, *columns)),
    *(_kept(table) for table in (_EDITION, "articles_redaction", "articles_act")),
    _fixed("articles_redaction", "edition_id number at reason", "the log of redactions cannot change"),
    _fixed("articles_act", "verb at why", "the log of acts cannot change"),
    _fixed(
        "articles_sourcedocument",
        "uid name origin media_type compressed size sha256 received_at",
        "a source document cannot change",
    ),
    # Editions name these by word: a changed word would lose them their articles.
    _fixed("articles_section", "slug", "the slug of a section stays: editions name it"),
    _fixed("articles_tag", "name", "the name of a tag stays: editions name it. Make another tag"),
    _fixed("articles_pageaddress", "slug article_id story_id", "an address leads to the same page for ever"),
    Follow(
        "articles_edition_address",
        _EDITION,
        "INSERT",
        "INSERT INTO articles_pageaddress (slug, article_id, story_id)"
        " SELECT NEW.slug, NEW.article_id, NULL WHERE NOT EXISTS"
        " (SELECT 1 FROM articles_pageaddress WHERE slug = NEW.slug AND article_id = NEW.article_id)",
        needs=("articles_pageaddress",),
    ),
    *(
        Follow(
            f"articles_story_address_{event.lower()}",
            "articles_story",
            event,
            "INSERT INTO articles_pageaddress (slug, article_id, story_id)"
            " SELECT NEW.slug, NULL, NEW.id WHERE NOT EXISTS"
            " (SELECT 1 FROM articles_pageaddress WHERE slug = NEW.slug AND story_id = NEW.id)",
            when="NEW.public",
            needs=("articles_pageaddress",),
        )
        for event in ("INSERT", "UPDATE")
    ),
]
