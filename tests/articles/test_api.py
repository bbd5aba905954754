"""Articles, editions, stories, passages and references by the API."""

import pytest

from articles import derive, publishing
from articles.models import ArticleReference
from tests import builders
from tests.api import get, ids

pytestmark = pytest.mark.django_db


def test_an_article_is_told_by_the_edition_that_stands(client, row):
    row.article.headline, row.article.body = "Not yet", "<p>Not yet.</p>"
    row.article.save()
    article = get(client, f"articles/{row.article.pk}/")
    assert (article["headline"], article["standfirst"]) == ("Bridge opened", "A bridge, and who opened it.")
    assert article["text"].startswith("Ada Example, born in 1961")
    assert f'href="/people/{row.ada.slug}/"' in article["html"]
    assert article["section"] == {"slug": "world", "name": "World"}
    assert article["tags"] == ["bridges, old"]
    assert article["story"]["id"] == row.story.pk
    assert article["edition"]["note"] == "The name was wrong."
    assert [edition["kind"] for edition in article["editions"]] == ["first", "correction"]
    assert article["references"][0]["date"]["words"] == "May 2020"
    assert article["sentences"] == []


def test_bylines_lead_to_those_who_have_a_page(client, row):
    made = get(client, f"articles/{row.article.pk}/")["bylines"]
    assert [(line["name"], line["role"]) for line in made] == [
        ("Ada Example", "author"),
        ("Somebody Else", "author"),
    ]
    assert [line["person"] and line["person"]["id"] for line in made] == [row.ada.pk, None]
    publishing.suppress(row.ada, by=None, reason="Asked for.")
    assert get(client, "articles/", id=row.article.pk)["results"][0]["bylines"][0]["person"] is None


def test_an_article_says_whom_it_is_about_and_as_what(client, row):
    found = {entity["entity"]["id"]: entity for entity in get(client, "articles/bridge-opened/")["entities"]}
    assert set(found) == {row.ada.pk, row.trust.pk}
    assert found[row.ada.pk]["roles"] == ["subject", "speaker", "mentioned", "author"]


def test_pictures_lead_to_their_edition(client, row):
    (image,) = get(client, "articles/bridge-opened/")["images"]
    assert image["url"] == "http://testserver/articles/bridge-opened/editions/2/images/1"
    assert (image["credit"], image["alt"], image["width"]) == ("A. Example", "A bridge", 4)
    assert "file" not in image
    assert get(client, f"editions/{row.edition.pk}/")["images"] == [image]


def test_of_somebody_elses_text_only_cited_sentences_are_told(client, row):
    article = get(client, f"articles/{row.excerpt.pk}/")
    assert (article["html"], article["text"], article["images"]) == (None, None, [])
    assert article["original_url"] == "https://courier.example/1"
    assert len(article["sentences"]) == 2
    assert "<mark" in article["sentences"][0]
    edition = get(client, f"editions/{article['edition']['id']}/")
    assert (edition["html"], edition["text"]) == (None, None)
    for place in ("mentions", "quotes", "citations"):
        for passage in get(client, f"{place}/", article=row.excerpt.pk)["results"]:
            assert (passage["prefix"], passage["suffix"]) == (None, None)


def test_passages_stand_where_they_say(client, row):
    text = get(client, f"articles/{row.article.pk}/")["text"]
    for place in ("mentions", "quotes", "citations"):
        rows = get(client, f"{place}/", article=row.article.pk)["results"]
        assert rows
        for passage in rows:
            assert text[passage["start"] : passage["end"]] == passage["exact"]
            assert text[: passage["start"]].endswith(passage["prefix"])
            assert text[passage["end"] :].startswith(passage["suffix"])


def test_only_passages_of_editions_that_stand_are_told(client, row):
    assert [
        found["article"]["edition"] for found in get(client, "quotes/", article="bridge-opened")["results"]
    ] == [2]
    publishing.withdraw(row.article, by=None, note="It was wrong.")
    assert ids(client, "quotes/", article="bridge-opened") == []


def test_a_quote_says_who_spoke(client, row):
    letter, said = get(client, "quotes/")["results"]
    assert (said["speaker"]["id"], said["role"], said["cue"]) == (row.ada.pk, "chair", "said")
    assert (letter["speaker"], letter["speaker_words"]) == (None, "the letter")


def test_a_citation_says_what_it_supports_and_alone_has_its_sentence(client, row):
    (of_relation,) = get(client, "citations/", relation=row.chair.pk)["results"]
    assert of_relation["entity"] is None
    assert of_relation["relation"]["subject"]["id"] == row.ada.pk
    alone = get(client, f"citations/{of_relation['id']}/")
    assert alone["sentence"] == "Ada Example, born in 1961, chairs Example Trust since 2017."
    (merged,) = get(client, "citations/", value="1962")["results"]
    assert merged["entity"]["id"] == row.ada.pk


def test_an_edition_is_as_it_was_published(client, row):
    first, second = get(client, "editions/", article="bridge-opened")["results"][::-1]
    assert [first["number"], first["stands"], second["number"], second["stands"]] == [1, False, 2, True]
    assert get(client, f"editions/{first['id']}/")["standfirst"] == ""
    assert first["story"]["id"] == row.story.pk
    row.story.public = False
    row.story.save()
    assert get(client, f"editions/{first['id']}/")["story"] is None
    assert get(client, "articles/bridge-opened/")["story"] is None


def test_a_story_leads_to_its_articles_and_whom_it_is_about(client, row):
    story = get(client, f"stories/{row.story.slug}/")
    assert story["introduction"] == "<p>All about it.</p>"
    assert {entity["id"] for entity in story["entities"]} == {row.ada.pk, row.trust.pk, row.opening.pk}
    assert [found["id"] for found in client.get(story["articles"]).json()["results"]] == [row.article.pk]


def test_a_reference_leads_to_the_articles_that_draw_on_it(client, row):
    (reference,) = get(client, "references/")["results"]
    assert (reference["title"], reference["publisher"]) == ("Report on the bridge", "Bridge Office")
    assert (reference["date"]["edtf"], reference["original_url"]) == ("2020-05", "https://reports.example/1")
    assert [found["id"] for found in client.get(reference["articles"]).json()["results"]] == [row.article.pk]
    assert ids(client, "references/", article="bridge-opened") == [reference["id"]]
    assert ids(client, "references/", not_article="bridge-opened") == []
    assert ids(client, "references/", date_after="2020-04", date_before="2020-06") == [reference["id"]]
    assert ids(client, "references/", date_after="2020-06") == []
    publishing.withdraw(row.article, by=None, note="It was wrong.")
    assert ids(client, "references/") == []


def test_a_reference_stays_as_it_was_published_until_the_article_is_published_again(client, row):
    before = get(client, "references/")["results"]
    row.reference.title = "Another title"
    row.reference.save()
    assert get(client, "references/")["results"] == before
    ArticleReference.objects.all().delete()
    assert get(client, "references/")["results"] == before
    assert ids(client, "articles/", reference=before[0]["id"]) == [row.article.pk]
    row.article.refresh_from_db()
    publishing.publish(row.article, by=None)
    assert get(client, "references/")["results"] == []


def test_two_articles_that_draw_on_the_same_have_one_reference(client, row):
    other = builders.article("Somebody opened another bridge.")
    ArticleReference.objects.create(article=other, reference=row.reference)
    publishing.publish(other, by=None)
    (found,) = ids(client, "references/")
    assert set(ids(client, "articles/", reference=found)) == {row.article.pk, other.pk}
    publishing.withdraw(row.article, by=None, note="It was wrong.")
    assert ids(client, "references/") == [found]


def test_references_keep_their_ids_when_all_is_derived_anew(client, row):
    before = ids(client, "references/")
    derive.rebuild()
    assert ids(client, "references/") == before


@pytest.mark.parametrize("place", ["mentions", "quotes", "citations"])
def test_passages_are_found_by_whom_they_are_about_and_where_they_stand(client, place, row):
    everything = ids(client, f"{place}/")
    ours = ids(client, f"{place}/", article="bridge-opened")
    assert 0 < len(ours) < len(everything)
    assert ids(client, f"{place}/", story=row.story.slug) == ours
    assert ids(client, f"{place}/", section="world") == ours
    assert ids(client, f"{place}/", date_to="2020-06-25") == ours
    assert set(ids(client, f"{place}/", not_article=row.article.pk)) == set(everything) - set(ours)
    of_ada = ids(client, f"{place}/", person=row.ada.slug)
    assert of_ada == ids(client, f"{place}/", person=row.double.pk)
    assert set(of_ada) | set(ids(client, f"{place}/", not_person=row.ada.pk)) == set(everything)


def test_quotes_by_words_alone_are_by_no_person(client, row):
    (letter,) = ids(client, "quotes/", not_speaker=row.ada.slug)
    assert get(client, f"quotes/{letter}/")["speaker_words"] == "the letter"


def test_stories_are_found_by_whom_they_are_about(client, row):
    assert ids(client, "stories/", person=row.double.slug) == [row.story.pk]
    assert ids(client, "stories/", not_entity=row.ada.slug) == []
    assert ids(client, "stories/", organization=row.ada.slug) == []
