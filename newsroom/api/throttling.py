"""How many requests a minute one asks for: by address, or by token. Pages are never counted."""

from django.conf import settings
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class ByAddress(AnonRateThrottle):
    """Requests without a token, by the address that they come from; 0 counts nothing."""

    def get_rate(self) -> str | None:
        return _rate(settings.API_REQUESTS_PER_MINUTE)


class ByToken(UserRateThrottle):
    """Requests with a token; those without are not counted here."""

    def get_rate(self) -> str | None:
        return _rate(settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN)

    def get_cache_key(self, request, view):  # type: ignore[no-untyped-def]
        return super().get_cache_key(request, view) if request.user.is_authenticated else None


def _rate(requests: int) -> str | None:
    return f"{requests}/min" if requests else None
