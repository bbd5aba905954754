"""What was published, and what it says of whom."""

from .act import Act, Verb
from .address import PageAddress
from .appearance import Appearance, Connection, LiveReference, LiveTag
from .article import Article, ArticleImage, ArticleReference, ArticleState, Byline, BylineRole, Rights
from .candidate import Candidate, CandidatePassage, CandidateState
from .citation import Citation, Preference
from .counterpart import ArticleKey, Counterpart, QuoteKey, SharedWords
from .edition import Edition, EditionKind, Redaction
from .event import Event
from .happening import Happening, HappeningPart, ProposedEvent
from .image import Image
from .knowledge import ArticleReading, KnowledgeChange, Topic
from .passage import DateExpression, Mention, Passage, Quote, QuoteKind
from .section import Section, Tag
from .source import Reference, SourceDocument
from .story import Story, StoryEntity

__all__ = [
    "Act",
    "Appearance",
    "Article",
    "ArticleImage",
    "ArticleKey",
    "ArticleReading",
    "ArticleReference",
    "ArticleState",
    "Byline",
    "BylineRole",
    "Candidate",
    "CandidatePassage",
    "CandidateState",
    "Citation",
    "Connection",
    "Counterpart",
    "DateExpression",
    "Edition",
    "EditionKind",
    "Event",
    "Happening",
    "HappeningPart",
    "Image",
    "KnowledgeChange",
    "LiveReference",
    "LiveTag",
    "Mention",
    "PageAddress",
    "Passage",
    "Preference",
    "ProposedEvent",
    "Quote",
    "QuoteKey",
    "QuoteKind",
    "Redaction",
    "Reference",
    "Rights",
    "Section",
    "SharedWords",
    "SourceDocument",
    "Story",
    "StoryEntity",
    "Tag",
    "Topic",
    "Verb",
]
