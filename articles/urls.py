"""Addresses of articles, their editions, events and stories."""

from django.urls import path

from articles import views

urlpatterns = [
    path("articles/", views.Articles.as_view(), name="articles"),
    path("articles/<slug:slug>/", views.ArticlePage.as_view(), name="article"),
    path("articles/<slug:slug>/editions/", views.EditionsPage.as_view(), name="editions"),
    path("articles/<slug:slug>/editions/<int:number>/", views.EditionPage.as_view(), name="edition"),
    path(
        "articles/<slug:slug>/editions/<int:number>/images/<int:order>",
        views.EditionImage.as_view(),
        name="edition_image",
    ),
    path("events/", views.Events.as_view(), name="events"),
    path("events/<slug:slug>/", views.EventPage.as_view(), name="event"),
    path("stories/", views.Stories.as_view(), name="stories"),
    path("stories/<slug:slug>/", views.StoryPage.as_view(), name="story"),
]
