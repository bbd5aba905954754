"""The desk's pages of how content gets in."""

from seeds.admin import loads, paste, removed

__all__ = ["loads", "paste", "removed"]
