"""The desk's pages of people, organizations and relations."""

from people.admin import entities, relations

__all__ = ["entities", "relations"]
