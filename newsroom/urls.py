"""The site map: each app's addresses hang here."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from newsroom import views
from newsroom.admin.site import fill
from newsroom.search.views import SearchPage

fill()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.Home.as_view(), name="home"),
    path("", include("people.urls")),
    path("", include("articles.urls")),
    path("search/", SearchPage.as_view(), name="search"),
    path("api/", include("newsroom.api.urls", namespace="api")),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.icon, name="icon"),
    path("admin/", admin.site.urls),
]

# Django's own handlers render 404.html and 500.html; the latter without a request, so without the database.
handler404 = "django.views.defaults.page_not_found"
handler500 = "django.views.defaults.server_error"
