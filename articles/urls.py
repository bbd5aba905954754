"""Addresses of articles, their editions, events and stories."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from articles import feeds, sitemaps, views

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
    path("feeds/rss/", feeds.Latest(), name="feed_rss"),
    path("feeds/atom/", feeds.LatestAtom(), name="feed_atom"),
    path("feeds/stories/<slug:slug>/rss/", feeds.OfStory(), name="story_rss"),
    path("feeds/stories/<slug:slug>/atom/", feeds.OfStoryAtom(), name="story_atom"),
    path("feeds/<slug:kind>/<slug:slug>/rss/", feeds.OfEntity(), name="entity_rss"),
    path("feeds/<slug:kind>/<slug:slug>/atom/", feeds.OfEntityAtom(), name="entity_atom"),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": sitemaps.SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path(
        "sitemap-<slug:section>.xml", sitemap_views.sitemap, {"sitemaps": sitemaps.SITEMAPS}, name="sitemap"
    ),
    path("robots.txt", sitemaps.robots, name="robots"),
]
