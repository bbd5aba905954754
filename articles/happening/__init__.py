"""What happened, to whom and when: verbs and nouns that tell of it, with linked names and dates.  Pure text, no Django.

Rules and the word list `lexicon/happenings.toml` only. What is denied, possible, planned or asked for has not happened
and is left out.
"""

from articles.happening.finder import find_happenings
from articles.happening.found import HappeningFound, Participant, Role
from articles.happening.kinds import Kind, kinds
from articles.happening.titles import is_of_kind, title_of

__all__ = [
    "HappeningFound",
    "Kind",
    "Participant",
    "Role",
    "find_happenings",
    "is_of_kind",
    "kinds",
    "title_of",
]
