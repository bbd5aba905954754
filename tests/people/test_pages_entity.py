from datetime import date

import pytest

from articles import publishing
from articles.models import Preference
from newsroom.editorial import Decision
from people import merging
from people.models import Name
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


def page_of(client, entity, query=""):
    response = client.get(entity.get_absolute_url() + query)
    assert response.status_code == 200
    return read(response)


@pytest.fixture
def ada():
    return builders.person("Ada Example", state="public")


@pytest.fixture
def trust():
    return builders.organization("Example Trust", state="public")


# Facts


def test_a_fact_shows_its_value_its_sentence_and_leads_to_the_passage(client, ada):
    copy = builders.article("It rained. Ada Example was born in April 1961 in Halifax. It rained again.")
    citation = builders.citation(copy, ada, "born", "1961-04", "born in April 1961")
    ada.born = "1961-04"
    ada.save()
    edition = publishing.publish(copy, by=None)
    page = page_of(client, ada)
    assert "Born April 1961 1 source Ada Example was born in April 1961 in Halifax." in page.text
    assert "rained" not in page.text
    assert "uncited" not in page.text
    (link,) = [link for link in page.links if "#" in link and link != "#content"]
    assert link == f"/articles/{edition.slug}/#p{citation.start}-{citation.end}"
    assert link.partition("#")[2] in read(client.get(link)).ids


def test_a_fact_without_support_is_marked_uncited(client, ada):
    ada.born = "1961~"
    ada.save()
    assert "Born about 1961 uncited" in page_of(client, ada).text


def test_a_citation_of_a_draft_supports_nothing(client, ada):
    ada.born = "1961"
    ada.save()
    builders.citation(builders.article("Born in 1961, she said."), ada, "born", "1961", "Born in 1961")
    assert "Born 1961 uncited" in page_of(client, ada).text


def test_differing_sources_are_shown_with_the_reason_for_what_we_hold(client, ada):
    for year in (1961, 1962, 1962):
        copy = builders.article(f"She was born in {year}.")
        builders.citation(copy, ada, "born", str(year), f"born in {year}")
        publishing.publish(copy, by=None)
    ada.born = "1961"
    ada.save()
    Preference.objects.create(entity=ada, field="born", value="1961", reason="The register says so.")
    text = page_of(client, ada).text
    assert "Sources differ. They say “1961” (1) and “1962” (2). We hold “1961”: The register says so." in text
    assert text.index("Says “1961”:") < text.index("Says “1962”:")


def test_a_fact_that_only_sources_give_is_shown_as_not_settled(client, ada):
    copy = builders.article("She was born in 1962.")
    builders.citation(copy, ada, "born", "1962", "born in 1962")
    publishing.publish(copy, by=None)
    assert "Born not settled" in page_of(client, ada).text


def test_an_event_shows_when_and_where_as_exactly_as_known_and_who_took_part(client, ada):
    event = builders.event(
        begins="2018-12-01", ends="2018-12-05", place="Vancouver", state="public", description="It opened."
    )
    builders.relation(ada, event, "took_part_in", title="guest")
    page = page_of(client, event)
    assert "When 1 December 2018 uncited Until 5 December 2018 uncited Where Vancouver uncited" in page.text
    assert "Participants Ada Example, guest" in page.text
    assert "It opened." in page.text


def test_differing_places_of_an_event_are_shown(client):
    event = builders.event(place="Halifax", state="public")
    copy = builders.article("The bridge opened in Truro.")
    builders.citation(copy, event, "place", "Truro", "in Truro")
    publishing.publish(copy, by=None)
    assert "Where Halifax Sources differ. They say “Truro” (1)." in page_of(client, event).text


# Relations


@pytest.mark.parametrize(
    ("kind", "there", "back"),
    [
        (
            "holds_role_at",
            "Roles chair, Example Trust since 2017",
            "People and their roles Ada Example, chair since 2017",
        ),
        ("member_of", "Member of chair, Example Trust since 2017", "Members Ada Example, chair since 2017"),
        ("part_of", "Part of Example Trust, chair since 2017", "Parts Ada Example, chair since 2017"),
        ("owns", "Owns Example Trust, chair since 2017", "Owned by Ada Example, chair since 2017"),
        ("family_of", "Family chair of Example Trust since 2017", "Family Ada Example, chair since 2017"),
        (
            "took_part_in",
            "Events Example Trust, chair since 2017",
            "Participants Ada Example, chair since 2017",
        ),
        (
            "led_to",
            "What it led to Example Trust, chair since 2017",
            "What led to it Ada Example, chair since 2017",
        ),
    ],
)
def test_every_relation_reads_well_from_both_ends(client, ada, trust, kind, there, back):
    builders.relation(ada, trust, kind, title="chair", begin="2017")
    assert there in page_of(client, ada).text
    assert back in page_of(client, trust).text
    assert trust.get_absolute_url() in page_of(client, ada).links


def test_each_fact_of_a_relation_shows_its_support_or_that_it_has_none(client, ada, trust):
    chair = builders.relation(ada, trust, title="chair", begin="2017", end="2019")
    copy = builders.article("Ada Example became chair in 2017.")
    builders.citation(copy, chair, "begin", "2017", "in 2017")
    publishing.publish(copy, by=None)
    text = page_of(client, ada).text
    assert "chair, Example Trust 2017 to 2019" in text
    assert "1 source From: 2017 Ada Example became chair in 2017." in text
    assert "uncited: role, until" in text


def test_differing_sources_of_a_relation_are_shown_before_one_looks_for_them(client, ada, trust):
    chair = builders.relation(ada, trust, title="chair", begin="2017")
    copy = builders.article("Ada Example became chair in 2018.")
    builders.citation(copy, chair, "begin", "2018", "in 2018")
    publishing.publish(copy, by=None)
    text = page_of(client, ada).text
    assert "since 2017 Sources differ. They say “2018” (1)." in text
    assert "uncited: role" in text


def test_a_long_list_of_relations_is_folded_after_twenty(client, trust):
    for n in range(23):
        builders.relation(builders.person(f"Member {n:02}", state="public"), trust, "member_of")
    page = page_of(client, trust)
    assert "3 more" in page.text
    assert len([link for link in page.links if link.startswith("/people/member-")]) == 23
    assert page.text.index("Member 19") < page.text.index("3 more") < page.text.index("Member 20")


def test_where_an_event_was_is_told_in_words(client):
    event = builders.event(country="CA", latitude=49.28, longitude=-123.12, state="public")
    assert "Country: Canada; position: 49.28° north, 123.12° west" in page_of(client, event).text


def test_a_relation_that_nothing_supports_is_marked_uncited(client, ada, trust):
    builders.relation(ada, trust, "member_of")
    assert "Member of Example Trust uncited" in page_of(client, ada).text


def test_events_are_told_in_the_order_of_their_days(client, ada):
    for name, begins in (("Later", "2021"), ("Undated", None), ("Earlier", "2019-05")):
        builders.relation(ada, builders.event(name, begins=begins, state="public"), "took_part_in")
    assert "Events Earlier May 2019 uncited Later 2021 uncited Undated uncited" in page_of(client, ada).text


@pytest.mark.parametrize("fields", [{"decision": Decision.SUGGESTED}, {"decision": Decision.REJECTED}])
def test_a_relation_that_no_editor_accepted_is_not_shown(client, ada, trust, fields):
    builders.relation(ada, trust, title="chair", **fields)
    assert "chair" not in page_of(client, ada).text


@pytest.mark.parametrize("state", ["draft", "suppressed"])
def test_a_relation_to_what_readers_may_not_see_is_not_shown(client, ada, state):
    builders.relation(ada, builders.organization("Secret Club", state=state), title="spy")
    text = page_of(client, ada).text
    assert "Secret" not in text
    assert "spy" not in text


# Quotes, coverage, connections, stories


def test_quotes_come_with_their_article_and_the_speakers_role_at_the_time(client, ada):
    copy = builders.article("“We won,” said Ada Example, who added that it rained.", headline="A win")
    builders.quote(copy, "We won", ada, role="chair of the Example Trust")
    builders.quote(copy, "it rained", ada, kind="reported")
    edition = publishing.publish(copy, by=None)
    page = page_of(client, ada)
    assert "“We won” As chair of the Example Trust, in A win, 25 June 2020" in page.text
    assert "“it rained”" not in page.text
    assert "it rained In A win" in page.text
    assert f"/articles/{edition.slug}/" in page.links


def test_quotes_have_pages_of_their_own(client, ada):
    copy = builders.article(" ".join(f"“Word {n:02},” she said." for n in range(21)))
    for n in range(21):
        builders.quote(copy, f"Word {n:02}", ada)
    publishing.publish(copy, by=None)
    first, second = page_of(client, ada), page_of(client, ada, "?quotes=2")
    assert "?quotes=2" in first.links
    assert "Word 20" not in first.text
    assert "Word 20" in second.text
    assert "Word 19" not in second.text
    assert ada.get_absolute_url() in second.links
    assert client.get(f"{ada.get_absolute_url()}?quotes=3").status_code == 404


def test_coverage_is_newest_first_and_says_as_what_one_appears(client, ada):
    for year in (2019, 2021, 2020):
        builders.published("Ada Example spoke.", ada, slug=f"in-{year}", date=date(year, 1, 1))
    page = page_of(client, ada)
    assert [link for link in page.links if "/in-" in link] == [
        f"/articles/in-{y}/" for y in (2021, 2020, 2019)
    ]
    assert "1 January 2021, as mentioned" in page.text


def test_further_pages_of_coverage_hold_it_alone(client, ada):
    ada.born = "1961"
    ada.save()
    for n in range(21):
        builders.published("Ada Example spoke.", ada, slug=f"number-{n}")
    first, second = page_of(client, ada), page_of(client, ada, "?page=2")
    assert len([link for link in first.links if "/number-" in link]) == 20
    assert len([link for link in second.links if "/number-" in link]) == 1
    assert "1961" in first.text
    assert "1961" not in second.text
    for query in ("?page=3", "?page=0", "?page=51", "?page=x", "?quotes=x"):
        assert client.get(ada.get_absolute_url() + query).status_code == 404


def test_who_nobody_wrote_of_has_an_empty_page(client, ada):
    page = page_of(client, ada)
    assert [words for _, words in page.headings] == ["Ada Example", "Coverage"]
    assert "No article that stands is about Ada Example yet." in page.text


def test_seen_together_are_the_ten_strongest(client, ada):
    others = [builders.person(f"Other {n:02}") for n in range(12)]
    text = "Ada Example met " + ", ".join(other.name for other in others) + "."
    builders.published(text, ada, *others)
    builders.published("Ada Example met Other 11.", ada, others[11])
    page = page_of(client, ada)
    assert (
        "Seen together with Other 11 in 2 articles, last on 25 June 2020 Other 00 in 1 article," in page.text
    )
    assert others[8].get_absolute_url() in page.links
    assert others[9].get_absolute_url() not in page.links


def test_an_entity_leads_to_the_public_stories_about_it(client, ada):
    shown, hidden = builders.story("The bridge", public=True), builders.story("A secret plan")
    for story in (shown, hidden):
        story.entities.add(ada)
    page = page_of(client, ada)
    assert shown.get_absolute_url() in page.links
    assert "secret plan" not in page.text


def test_other_names_are_shown_but_not_those_too_weak_to_mean_anybody(client, ada):
    for text, kind in (
        ("A. B. Example", "alias"),
        ("Ada Sample", "former"),
        ("the chair", "weak"),
        ("ABE", "abbreviation"),
    ):
        Name.objects.create(entity=ada, text=text, kind=kind)
    text = page_of(client, ada).text
    assert "Also: ABE (abbreviation); A. B. Example; Ada Sample (former name)" in text
    assert "the chair" not in text


# Addresses, visibility


def test_old_addresses_lead_to_the_current_one_whatever_changed(client, ada):
    old = ada.get_absolute_url()
    ada.slug = "ada-moved"
    ada.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/people/ada-moved/")
    trust = builders.organization("Was a person", state="public", slug="changed-kind")
    trust.kind, before = "person", trust.get_absolute_url()
    trust.save()
    response = client.get(before)
    assert (response.status_code, response["Location"]) == (301, "/people/changed-kind/")


def test_the_address_of_a_merged_row_leads_to_its_survivor_and_comes_back_when_that_is_undone(client, ada):
    double = builders.person("A. Example", state="public")
    old = double.get_absolute_url()
    record = merging.merge(double, ada, by=None)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, ada.get_absolute_url())
    merging.undo(record, by=None)
    assert client.get(old).status_code == 200


@pytest.mark.parametrize("state", ["draft", "suppressed"])
def test_what_readers_may_not_see_has_no_page_at_any_of_its_addresses(client, state):
    hidden = builders.person("Hidden Person", state=state)
    old = hidden.get_absolute_url()
    hidden.slug = "hidden-moved"
    hidden.save()
    for path in (old, "/people/hidden-moved/"):
        assert client.get(path).status_code == 404


def test_an_address_of_one_kind_is_none_of_another(client, ada):
    assert client.get(f"/organizations/{ada.slug}/").status_code == 404


def test_a_merge_brings_coverage_names_quotes_and_relations_to_the_survivors_page(client, ada, trust):
    double = builders.person("Adah Xample", state="public")
    Name.objects.create(entity=double, text="Adah X.", kind="alias")
    builders.relation(double, trust, title="treasurer")
    copy = builders.article("Adah Xample spoke: “It holds.”", slug="of-the-double")
    builders.mention(copy, double)
    builders.quote(copy, "It holds.", double)
    builders.citation(copy, double, "born", "1961", "Adah Xample")
    publishing.publish(copy, by=None)
    builders.published("Ada Example spoke.", ada, slug="of-ada")
    merging.merge(double, ada, by=None)
    page = page_of(client, ada)
    for words in ("Adah Xample", "Adah X.", "treasurer", "“It holds.”", "Born not settled"):
        assert words in page.text
    assert {"/articles/of-the-double/", "/articles/of-ada/"} <= set(page.links)
    assert ada.get_absolute_url() in read(client.get("/articles/of-the-double/")).links
    assert ada.get_absolute_url() in page_of(client, trust).links


def test_doubles_that_a_merge_makes_are_shown_once_with_the_support_of_both(client, ada, trust):
    double = builders.person("Adah Xample", state="public")
    for person in (ada, double):
        relation = builders.relation(person, trust, title="chair", begin="2017")
        copy = builders.article(f"{person.name} has the chair.")
        builders.citation(copy, relation, "title", "chair", "the chair")
        publishing.publish(copy, by=None)
    merging.merge(double, ada, by=None)
    text = page_of(client, ada).text
    assert text.count("chair, Example Trust") == 1
    assert "2 sources Role: chair" in text
    assert page_of(client, trust).text.count("Ada Example, chair") == 1


def test_relations_with_other_dates_are_no_doubles(client, ada, trust):
    for begin in ("2001", "2017"):
        builders.relation(ada, trust, title="chair", begin=begin)
    assert page_of(client, ada).text.count("chair, Example Trust") == 2


def test_family_without_a_title_is_one_relation_in_both_directions(client, ada):
    other = builders.person("Other Example", state="public")
    builders.relation(ada, other, "family_of")
    builders.relation(other, ada, "family_of")
    assert page_of(client, ada).links.count(other.get_absolute_url()) == 1


def test_a_relation_of_a_thing_with_itself_that_a_merge_makes_is_not_shown(client, ada):
    double = builders.person("Adah Xample", state="public")
    builders.relation(double, ada, "family_of", title="sister")
    merging.merge(double, ada, by=None)
    assert "sister" not in page_of(client, ada).text


# Shape


def test_a_page_takes_as_many_queries_for_much_as_for_little(
    client, ada, trust, django_assert_max_num_queries
):
    for many in (1, 8):
        for n in range(many):
            other = builders.person(f"Other {many} {n}", state="public")
            copy = builders.article(f"Ada Example met Other {many} {n}: “So be it.”")
            builders.mention(copy, ada)
            builders.mention(copy, other)
            builders.quote(copy, "So be it.", ada)
            builders.citation(copy, ada, "born", "1961", "Ada Example")
            chair = builders.relation(ada, trust, title=f"chair {n}", begin="2017")
            builders.citation(copy, chair, "begin", "2017", "met")
            publishing.publish(copy, by=None)
            builders.relation(
                ada, builders.event(f"Event {n}", begins="2020", state="public"), "took_part_in"
            )
            Name.objects.create(entity=ada, text=f"Name {many} {n}")
            merging.merge(builders.person(f"Double {many} {n}"), ada, by=None)
            builders.story(public=True).entities.add(ada)
            ada.refresh_from_db()
        for entity in (ada, trust, builders.event(state="public")):
            with django_assert_max_num_queries(12):
                assert client.get(entity.get_absolute_url()).status_code == 200


def test_long_and_hostile_names_stay_names(client):
    name = "<script>" + "W" * 180
    entity = builders.person(name, state="public", slug="w", description="<b>&amp;" + "x" * 490)
    page = page_of(client, entity)
    assert page.headings[0] == (1, name)
    assert page.all("script") == [{"type": "application/ld+json"}]
    assert page.unclosed == []
