"""Quotations in a text and who said them: direct, partial, reported.  Pure text, no Django."""

from articles.quoting.found import Office, QuoteFound, QuoteKind
from articles.quoting.quotes import find_quotes

__all__ = ["Office", "QuoteFound", "QuoteKind", "find_quotes"]
