"""Names of people and organizations in a text, known ones linked and unknown ones proposed.  Pure text, no Django.

Rules and word lists only: capitals, titles, verbs of saying, company forms, forenames, what the same text says elsewhere.
"""

from articles.linking.found import EntityId, Kind, MentionFound, RoleFound
from articles.linking.known import KnownName, KnownNames
from articles.linking.names import find_names
from articles.linking.pipeline import NoPipeline
from articles.linking.roles import find_roles

__all__ = [
    "EntityId",
    "Kind",
    "KnownName",
    "KnownNames",
    "MentionFound",
    "NoPipeline",
    "RoleFound",
    "find_names",
    "find_roles",
]
