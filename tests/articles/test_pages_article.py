from datetime import UTC, date, datetime

import pytest

from articles import publishing
from articles.models import ArticleImage, ArticleReference, Byline, EditionKind, Image, Reference, Tag
from articles.redaction import redact
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


def page_of(client, edition):
    response = client.get(f"/articles/{edition.slug}/")
    assert response.status_code == 200
    return read(response)


def test_an_article_shows_what_it_was_published_with(client):
    copy = builders.article(
        "The bridge stands.",
        headline="A bridge for Halifax",
        standfirst="It took nine years.",
        dateline="HALIFAX",
        section=builders.section("Canada"),
        story=builders.story("Bridges", public=True),
        language="fr",
    )
    copy.tags.add(Tag.objects.create(name="bridges & roads"))
    reference = Reference.objects.create(
        title="Report", publisher="Example Board", date="2019-05", url="https://example.org/report"
    )
    ArticleReference.objects.create(article=copy, reference=reference)
    page = page_of(client, publishing.publish(copy, by=None))
    for words in (
        "It took nine years.",
        "HALIFAX",
        "Canada",
        "The bridge stands.",
        "Bridges",
        "25 June 2020",
    ):
        assert words in page.text
    assert "Report, Example Board, May 2019" in page.text
    assert page.headings[0] == (1, "A bridge for Halifax")
    assert {"datetime": "2020-06-25"} in page.all("time")
    assert [article["lang"] for article in page.all("article")] == ["fr"]
    wanted = {
        "https://example.org/report",
        "/articles/?section=canada",
        "/articles/?tag=bridges%20%26%20roads",
    }
    assert wanted <= set(page.links)
    for link in wanted - {"https://example.org/report"}:
        assert "A bridge for Halifax" in read(client.get(link)).text


def test_bylines_stand_by_role_and_lead_to_people_with_a_page(client):
    ada, hidden = builders.person("Ada Example", state="public"), builders.person("Hidden Writer")
    copy = builders.article("Nothing happened.")
    for order, (name, role, person) in enumerate(
        [
            ("Photo Grapher", "photographer", None),
            ("A. Example", "author", ada),
            ("Hidden Writer", "author", hidden),
            ("Con Tributor", "contributor", None),
        ]
    ):
        Byline.objects.create(
            article=copy, name=name, role=role, order=order, person=person, biography="Writes."
        )
    page = page_of(client, publishing.publish(copy, by=None))
    assert (
        "By A. Example and Hidden Writer With contributions by Con Tributor Photographs by Photo Grapher"
        in page.text
    )
    assert ada.get_absolute_url() in page.links
    assert hidden.get_absolute_url() not in page.links
    assert "A. Example: Writes." in page.text


def test_names_lead_to_pages_in_the_text_and_in_the_list_of_who_is_named(client):
    ada, trust = builders.person("Ada Example"), builders.organization("Example Trust")
    page = page_of(client, builders.published("Ada Example chairs Example Trust.", ada, trust))
    assert page.links.count(ada.get_absolute_url()) == page.links.count(trust.get_absolute_url()) == 2
    assert [words for level, words in page.headings if level == 3] == ["People", "Organizations"]
    assert "named" in page.ids


def test_a_group_name_leads_to_the_list_that_has_its_members(client):
    one, other = builders.person("Ada Example"), builders.person("Ada Sample")
    copy = builders.article("The two Adas met.")
    for person in (one, other):
        builders.mention(copy, person, "The two Adas")
    page = page_of(client, publishing.publish(copy, by=None))
    assert "#named" in page.links
    assert "named" in page.ids
    assert {one.get_absolute_url(), other.get_absolute_url()} <= set(page.links)


def test_an_article_that_names_nobody_has_no_list_of_names(client):
    assert "named" not in page_of(client, builders.published("It rained.")).ids


def test_a_picture_has_its_text_credit_and_caption_and_comes_from_its_edition(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "bridge.png").write_bytes(b"a picture")
    copy = builders.article("The bridge stands.")
    image = Image(
        file="bridge.png", width=40, height=30, credit="A. Photographer", alt="A bridge", caption="Opened."
    )
    Image.objects.bulk_create([image])
    ArticleImage.objects.create(article=copy, image=image)
    edition = publishing.publish(copy, by=None)
    page = page_of(client, edition)
    (shown,) = page.all("img")
    assert (shown["alt"], shown["width"], shown["height"]) == ("A bridge", "40", "30")
    assert "Opened. A. Photographer" in page.text
    response = client.get(shown["src"])
    assert b"".join(response.streaming_content) == b"a picture"
    assert response["Content-Type"] == "image/png"
    assert client.get(f"/articles/{edition.slug}/editions/1/images/2").status_code == 404
    assert client.get(f"/articles/{edition.slug}/editions/1/images/0").status_code == 404
    publishing.withdraw(copy, by=None, note="It was wrong.")
    assert client.get(shown["src"]).status_code == 410


@pytest.mark.parametrize("kind", [EditionKind.CORRECTION, EditionKind.CLARIFICATION, EditionKind.RETRACTION])
def test_notes_to_readers_are_marked_on_the_article(client, kind):
    edition = builders.published()
    publishing.correct(edition.article, by=None, note="The bridge opened on <Friday>.", kind=kind)
    publishing.publish(edition.article, by=None)
    page = page_of(client, edition)
    assert f"{kind.label.capitalize()}," in page.text
    assert "The bridge opened on <Friday>." in page.text
    assert {"class": "note", "lang": "en", "aria-label": kind.label.capitalize()} in page.all("aside")
    assert "3 editions" in page.text


def test_a_cited_passage_can_be_led_to(client):
    ada = builders.person("Ada Example")
    copy = builders.article("Ada Example was born in 1961.")
    citation = builders.citation(copy, ada, "born", "1961", "born in 1961")
    page = page_of(client, publishing.publish(copy, by=None))
    assert f"p{citation.start}-{citation.end}" in page.ids


def test_programs_find_data_that_no_headline_can_break_out_of(client):
    edition = builders.published(headline="</script><script>alert(1)</script>")
    response = client.get(f"/articles/{edition.slug}/")
    page = read(response)
    assert page.all("script") == [{"type": "application/ld+json"}]
    assert page.unclosed == []


def excerpt(**fields):
    return builders.article(
        "Ada Example was born in 1961. She likes tea. “We won,” she said. It rained all day.",
        rights="excerpt",
        publisher="The Example Times",
        url="https://example.org/a",
        standfirst="Our summary.",
        dateline="SECRET PLACE",
        **fields,
    )


def test_of_somebody_elses_text_readers_see_only_what_we_cite_and_quote(client):
    ada, hidden = builders.person("Ada Example"), builders.person("Hidden Speaker", state="suppressed")
    copy = excerpt()
    citation = builders.citation(copy, ada, "born", "1961", "born in 1961")
    builders.quote(copy, "We won", ada)
    builders.quote(copy, "It rained", hidden)
    edition = publishing.publish(copy, by=None)
    page = page_of(client, edition)
    for shown in (
        "Ada Example was born in 1961.",
        "“We won,” she said.",
        "The Example Times",
        "Our summary.",
    ):
        assert shown in page.text
    for withheld in ("tea", "rained", "SECRET PLACE"):
        assert withheld not in page.text
    assert "https://example.org/a" in page.links
    assert f"p{citation.start}-{citation.end}" in page.ids
    old = read(client.get(edition.get_absolute_url()))
    assert "born in 1961" not in old.text
    assert "https://example.org/a" in old.links


def test_pictures_of_somebody_elses_article_are_not_shown(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "theirs.png").write_bytes(b"a picture")
    image = Image(file="theirs.png", width=40, height=30, credit="A. Photographer", alt="A bridge")
    Image.objects.bulk_create([image])
    copy = excerpt()
    ArticleImage.objects.create(article=copy, image=image)
    edition = publishing.publish(copy, by=None)
    assert page_of(client, edition).all("img") == []
    assert client.get(f"/articles/{edition.slug}/editions/1/images/1").status_code == 404


def test_a_picture_whose_file_is_missing_is_not_there(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = Image(file="lost.png", width=40, height=30, credit="A. Photographer", alt="A bridge")
    Image.objects.bulk_create([image])
    copy = builders.article()
    ArticleImage.objects.create(article=copy, image=image)
    edition = publishing.publish(copy, by=None)
    assert client.get(f"/articles/{edition.slug}/editions/1/images/1").status_code == 404


def test_an_excerpt_without_citations_or_a_web_address_shows_neither(client):
    copy = excerpt()
    copy.url = ""
    copy.save()
    page = page_of(client, publishing.publish(copy, by=None))
    assert "What we cite" not in page.text
    assert "The whole text is The Example Times’s." in page.text


def test_two_citations_in_one_sentence_show_it_once(client):
    ada = builders.person("Ada Example")
    copy = excerpt()
    builders.citation(copy, ada, "born", "1961", "born in 1961")
    builders.citation(copy, ada, "born", "1961", "was born in 1961")
    assert page_of(client, publishing.publish(copy, by=None)).text.count("born in 1961") == 1


def test_a_draft_was_never_there(client):
    copy = builders.article(slug="not-yet")
    assert client.get("/articles/not-yet/").status_code == 404
    publishing.schedule(copy, by=None, at=datetime(2100, 1, 1, tzinfo=UTC))
    assert client.get("/articles/not-yet/").status_code == 404


def test_the_new_address_of_a_working_copy_is_not_known_before_it_is_published(client):
    edition = builders.published(slug="old")
    copy = edition.article
    copy.slug = "new"
    copy.save()
    assert client.get("/articles/new/").status_code == 404
    assert client.get("/articles/old/").status_code == 200
    publishing.publish(copy, by=None)
    assert client.get("/articles/new/").status_code == 200
    for tail in ("", "editions/"):
        response = client.get(f"/articles/old/{tail}")
        assert (response.status_code, response["Location"]) == (301, f"/articles/new/{tail}")


def test_a_withdrawn_article_is_gone_with_all_its_editions_and_says_why(client):
    edition = builders.published(headline="A wrong headline")
    publishing.publish(edition.article, by=None)
    publishing.withdraw(edition.article, by=None, note="The source took it back.")
    for tail in ("", "editions/", "editions/1/", "editions/2/", "editions/3/", "editions/9/"):
        response = client.get(f"/articles/{edition.slug}/{tail}")
        assert response.status_code == 410
        assert "The source took it back." in read(response).text
        assert "wrong headline" not in response.content.decode()


def test_an_article_published_again_is_back(client):
    edition = builders.published()
    publishing.withdraw(edition.article, by=None, note="By mistake.")
    publishing.publish(edition.article, by=None)
    assert client.get(f"/articles/{edition.slug}/").status_code == 200
    assert "By mistake." in read(client.get(f"/articles/{edition.slug}/editions/")).text


def test_the_story_of_an_article_is_named_only_where_readers_may_see_it(client):
    story = builders.story("A story that waits")
    edition = builders.published(story=story)
    assert "A story that waits" not in page_of(client, edition).text
    story.public = True
    story.save()
    assert story.get_absolute_url() in page_of(client, edition).links


def test_a_redaction_is_told_and_its_words_are_gone(client):
    edition = builders.published("Ada Example lives in Elm Street.")
    redact(edition, by=None, reason="Private.", words=["Elm Street"])
    page = page_of(client, edition)
    assert "Elm" not in page.text
    assert "Words marked █ were taken out of this edition." in page.text


def test_long_and_hostile_words_stay_words(client):
    edition = builders.published(
        "<b>bold</b> " + "x" * 5000, headline="<i>" + "W" * 290, standfirst="a < b & c"
    )
    page = page_of(client, edition)
    assert page.headings[0][1].startswith("<i>WWW")
    assert "a < b & c" in page.text
    assert page.unclosed == []


def test_an_article_takes_as_many_queries_for_much_as_for_little(client, django_assert_max_num_queries):
    for many in (1, 8):
        people = [builders.person(f"Person N{n}") for n in range(many)]
        text = " ".join(f"Person N{n} spoke." for n in range(many))
        for rights in ("own", "excerpt"):
            copy = builders.article(
                text,
                rights=rights,
                publisher="The Example Times",
                section=builders.section(),
                story=builders.story(public=True),
            )
            for order, person in enumerate(people):
                builders.mention(copy, person, f"{person.name} ")
                Byline.objects.create(article=copy, name=person.name, person=person, order=order)
                builders.citation(copy, person, "born", "1961", person.name)
            publishing.publish(copy, by=None)
            for n in range(many):
                publishing.correct(copy, by=None, note=f"Note {n}.")
            with django_assert_max_num_queries(8):
                assert client.get(f"/articles/{copy.slug}/").status_code == 200


def test_the_day_of_an_article_is_its_own_not_that_of_its_publication(client):
    edition = builders.published(date=date(1964, 5, 1))
    assert "1 May 1964" in page_of(client, edition).text
