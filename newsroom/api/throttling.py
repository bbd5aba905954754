"""How many requests a minute one may make: by address, or by token. Pages are never counted."""

from functools import cache
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from newsroom.api.counting import Counter, left_of_minute


class PerMinute(BaseThrottle):
    """Lets an asker through so many times a minute, in all processes of the site together; 0 counts nothing."""

    def most(self) -> int:
        raise NotImplementedError

    def asker(self, request: Request) -> str | None:
        """Who is counted; None if this throttle counts others."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        most, asker = self.most(), self.asker(request)
        return not most or asker is None or counter().count(asker) <= most

    def wait(self) -> float:
        return left_of_minute()


class ByAddress(PerMinute):
    """Requests without a token, by the address that they come from."""

    def most(self) -> int:
        return settings.API_REQUESTS_PER_MINUTE

    def asker(self, request: Request) -> str | None:
        return None if request.user.is_authenticated else f"address {self.get_ident(request)}"


class ByToken(PerMinute):
    """Requests with a token, by its account."""

    def most(self) -> int:
        return settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN

    def asker(self, request: Request) -> str | None:
        return f"account {request.user.pk}" if request.user.is_authenticated else None


@cache
def counter() -> Counter:
    return Counter(settings.VAR_DIR / "api-requests.sqlite3")
