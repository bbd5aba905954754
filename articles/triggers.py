"""What the tables of articles must never hold, whoever writes."""

from newsroom.triggers import Follow, Refuse, changed, unversioned

ARTICLE_CONTENT = (
    "headline slug standfirst body text language section_id story_id rights publisher url dateline date source_id state scheduled_for"
).split()
STORY_CONTENT = "title slug introduction state_of_play public".split()

#: columns of an edition that may never change at all
FIXED = "article_id number kind published_at date rights language previous_hash hash".split()
#: columns that a logged redaction may blank
TEXT = "headline slug standfirst body text note dateline publisher url section story tags bylines references images".split()

_EDITION = "articles_edition"
_LOGGED = (
    "(NEW.redacted = OLD.redacted + 1 AND EXISTS"
    " (SELECT 1 FROM articles_redaction WHERE edition_id = NEW.id AND number = NEW.redacted))"
)

_PASSAGE = "article_id edition_id start end decision".split()
_PASSAGE_TEXT = "exact prefix suffix".split()
PASSAGES = {
    "articles_mention": (["entity_id"], []),
    "articles_quote": (["kind", "speaker_id"], ["speaker_words", "cue", "role"]),
    "articles_citation": (["entity_id", "relation_id", "field"], ["value"]),
}


def _fixed_passage(table: str, fixed: list[str], text: list[str]) -> Refuse:
    """An edition's passage never changes; its words may be blanked while its edition is being redacted."""
    logged = (
        f"EXISTS (SELECT 1 FROM articles_redaction r JOIN {_EDITION} e ON e.id = r.edition_id"
        " WHERE e.id = OLD.edition_id AND r.number = e.redacted + 1)"
    )
    words = changed(*_PASSAGE_TEXT, *text)
    return Refuse(
        f"{table}_fixed",
        table,
        f"OLD.edition_id IS NOT NULL AND ({changed(*_PASSAGE, *fixed)} OR ({words} AND NOT {logged}))",
        f"{table}: a passage of an edition cannot change",
        needs=("articles_redaction", _EDITION),
    )


TRIGGERS = [
    unversioned("articles_article_version", "articles_article", ARTICLE_CONTENT),
    unversioned("articles_story_version", "articles_story", STORY_CONTENT),
    Refuse(
        "articles_edition_fixed",
        _EDITION,
        f"({changed(*FIXED)} OR {changed('redacted', *TEXT)}) AND NOT ({_LOGGED} AND NOT {changed(*FIXED)})",
        "articles_edition: an edition cannot change",
        needs=("articles_redaction",),
    ),
    *(_fixed_passage(table, fixed, text) for table, (fixed, text) in PASSAGES.items()),
    Refuse(
        "articles_sourcedocument_fixed",
        "articles_sourcedocument",
        changed("uid", "name", "origin", "media_type", "compressed", "size", "sha256", "received_at"),
        "articles_sourcedocument: a source document cannot change",
    ),
    Follow(
        "articles_edition_address",
        _EDITION,
        "INSERT",
        "INSERT INTO articles_pageaddress (slug, article_id, story_id) SELECT NEW.slug, NEW.article_id, NULL WHERE NOT EXISTS"
        " (SELECT 1 FROM articles_pageaddress WHERE slug = NEW.slug AND article_id = NEW.article_id)",
        needs=("articles_pageaddress",),
    ),
    *(
        Follow(
            f"articles_story_address_{event.lower()}",
            "articles_story",
            event,
            "INSERT INTO articles_pageaddress (slug, article_id, story_id) SELECT NEW.slug, NULL, NEW.id WHERE NOT EXISTS"
            " (SELECT 1 FROM articles_pageaddress WHERE slug = NEW.slug AND story_id = NEW.id)",
            when="NEW.public",
            needs=("articles_pageaddress",),
        )
        for event in ("INSERT", "UPDATE")
    ),
]
