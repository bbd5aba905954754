"""Addresses of the API."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from articles.api.views import (
    Articles,
    Citations,
    Editions,
    Events,
    Mentions,
    Quotes,
    References,
    Stories,
)
from newsroom.api.root import Docs, Nothing, Root, Schema
from newsroom.api.search import Search
from newsroom.api.views import ReadOnly
from people.api import Organizations, People, Relations

ENDPOINTS: tuple[type[ReadOnly], ...] = (
    Articles,
    Editions,
    People,
    Organizations,
    Events,
    Stories,
    Relations,
    Mentions,
    Quotes,
    Citations,
    References,
)

router = SimpleRouter()
for endpoint in ENDPOINTS:
    router.register(endpoint.place, endpoint, basename=endpoint.place)

v1 = [
    path("", Root.as_view(places=tuple(endpoint.place for endpoint in ENDPOINTS)), name="root"),
    *router.urls,
    path("search/", Search.as_view(), name="search"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(url_name="api:schema"), name="docs"),
]

app_name = "api"
urlpatterns = [
    path("v1/", include(v1)),
    re_path(r"^(.*/)?$", Nothing.as_view()),  # without a slash at its end, an address is first tried with one
]
