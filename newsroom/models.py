"""What the site keeps beside its apps."""

from newsroom.outbox import Change, Follower

__all__ = ["Change", "Follower"]
