"""A pasted page in, an article out: headline, body, bylines, credits, and what was removed and why. No
Django."""

from seeds.cleaning.document import Byline, CleanDocument, Credit, Reason, Removed, Role
from seeds.cleaning.page import clean

__all__ = ["Byline", "CleanDocument", "Credit", "Reason", "Removed", "Role", "clean"]
