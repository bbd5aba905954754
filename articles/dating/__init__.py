"""Dates in news text, as EDTF. Pure text in, dataclasses out."""

from articles.dating.reader import DateFound, find_dates

__all__ = ["DateFound", "find_dates"]
