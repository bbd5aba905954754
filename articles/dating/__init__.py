"""Dates in news text, as EDTF. Pure text in, dataclasses out."""

from articles.dating.context import DateFound
from articles.dating.reader import find_dates

__all__ = ["DateFound", "find_dates"]
