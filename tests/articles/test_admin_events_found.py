"""Events found: the desk's timeline of what articles tell, each to be decided, with undo."""

import re

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import analysis, events
from articles.admin import events_found
from articles.models import Citation, Event, Happening, ProposedEvent, StoryEntity
from newsroom.editorial import Decision
from people.models import Relation
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

ARREST = "Ada Example was arrested in Oslo on 3 May 2020."
URL = "/admin/events-found/"


@pytest.fixture
def editor():
    return at_desk("editor")


@pytest.fixture
def ada():
    return builders.person("Ada Example")


def read(text, **fields):
    row = builders.article(text, **fields)
    analysis.suggest(row)
    return row


def only():
    return ProposedEvent.objects.awaiting_review().get()


def press(client, row, do, url=URL, **more):
    return client.post(url, {"item": f"event-{row.pk}", "version": row.version, "do": do, **more})


def filled(client, url=URL):
    """What a browser would post back from the form of the current one."""
    form = client.get(url).context_data["form"]
    return {field.name: field.value() or "" for field in form}


def said(client, url=URL):
    return [str(message) for message in client.get(url).context["messages"]]


def test_an_empty_queue_says_so(editor):
    assert "Nothing waits here" in editor.get(URL).content.decode()


def test_what_was_found_is_shown_by_day_with_its_sentences_and_articles(editor, ada):
    read("Ada Example was released on 5 May 2020.")
    read(f"It rained. {ARREST}", headline="The first")
    read("Bob Sample said that Ada Example was arrested on 3 May 2020.", headline="The second")
    page = editor.get(URL)
    text = page.content.decode()
    assert [item.day for item in page.context_data["items"]] == ["3 May 2020", "5 May 2020"]
    assert "was <mark>arrested</mark> in Oslo" in text
    assert {"The first", "The second"} <= set(re.findall(r'/review/">([^<]+)</a>', text))
    assert "says Bob Sample" in text
    assert page.context_data["total"] == 2


def test_the_form_makes_the_event_as_the_editor_changed_it(editor, ada):
    read(ARREST)
    data = filled(editor)
    assert data == {
        "name": "Arrest of Ada Example",
        "begins": "2020-05-03",
        "place": "Oslo",
        f"part-{ada.pk}": "person arrested",
    }
    answer = press(editor, only(), "new", **data | {"name": "Arrest in Oslo", "begins": "2020-05-03~"})
    event = Event.objects.get()
    assert (answer.status_code, event.name, event.begins) == (302, "Arrest in Oslo", "2020-05-03~")
    assert Relation.objects.get().title == "person arrested"
    assert not ProposedEvent.objects.awaiting_review().exists()
    assert "in the record now" in said(editor)[0]


def test_who_is_left_empty_takes_no_part(editor, ada):
    read(ARREST)
    press(editor, only(), "new", **filled(editor) | {f"part-{ada.pk}": ""})
    assert Event.objects.exists()
    assert not Relation.objects.exists()


def test_a_bad_day_is_shown_beside_its_field_and_nothing_is_made(editor, ada):
    read(ARREST)
    answer = press(editor, only(), "new", **filled(editor) | {"begins": "May 3rd"})
    assert answer.status_code == 200
    assert answer.context_data["form"].errors["begins"]
    assert not Event.objects.exists()


def test_one_that_we_have_is_cited_with_one_press(editor, ada):
    event = builders.event("Arrest of Ada Example", begins="2020-05-03")
    builders.relation(ada, event, "took_part_in")
    read(ARREST)
    assert "seems to be one that we have" in editor.get(URL).content.decode()
    press(editor, only(), "cite")
    assert Citation.objects.filter(entity=event, field="begins").exists()
    assert Event.objects.count() == 1


def test_another_that_we_have_can_be_chosen_and_nothing_but_an_event(editor, ada):
    event = builders.event("The night in May")
    read(ARREST)
    press(editor, only(), "other", event=ada.pk)
    assert said(editor) == ["Ada Example is no event."]
    press(editor, only(), "other", event=event.pk)
    assert Citation.objects.filter(entity=event, field="begins").exists()
    event.refresh_from_db()
    assert event.begins == "2020-05-03"  # it had no day


def test_a_reporter_does_not_change_a_public_event_by_citing_it(ada):
    event = builders.event("The night in May", state="public")
    read(ARREST)
    press(at_desk("reporter"), only(), "other", event=event.pk)
    event.refresh_from_db()
    assert Citation.objects.filter(entity=event).exists()
    assert event.begins is None


def test_not_an_event_is_kept_and_can_be_undone(editor, ada):
    row = read(ARREST)
    press(editor, only(), "wrong")
    assert ProposedEvent.objects.get().decision == Decision.REJECTED
    analysis.suggest(row)
    assert not ProposedEvent.objects.awaiting_review().exists()
    answer = editor.post(URL, {"do": "undo"})
    assert answer.url.endswith(f"#event-{only().pk}")
    assert not editor.get(URL).context_data["can_undo"]


def test_an_event_that_was_made_can_be_undone(editor, ada):
    read(ARREST)
    press(editor, only(), "new", **filled(editor))
    editor.post(URL, {"do": "undo"})
    assert not Event.objects.exists()
    assert only().title == "Arrest of Ada Example"


def test_undo_says_where_somebody_went_on(editor, ada):
    read(ARREST)
    press(editor, only(), "new", **filled(editor))
    event = Event.objects.get()
    event.description = "Written since."
    event.save()
    editor.post(URL, {"do": "undo"})
    assert "went on" in said(editor)[-1]
    assert Event.objects.exists()


def test_a_sentence_that_does_not_say_so_is_dropped(editor, ada):
    read(ARREST)
    read("Ada Example was arrested in May 2020.")
    first = Happening.objects.get(exact=ARREST)
    press(editor, only(), "drop", sentence=first.pk)
    assert (only().begins, Happening.objects.get(pk=first.pk).decision) == ("2020-05", "rejected")


def test_what_was_decided_meanwhile_is_not_decided_again(editor, ada):
    read(ARREST)
    row = only()
    events.dismiss(ProposedEvent.objects.get(), None)
    press(editor, row, "new", name="x")
    assert "gone" in said(editor)[0]
    assert not Event.objects.exists()


def test_what_was_changed_meanwhile_is_not_decided(editor, ada):
    read("Ada Example was arrested in May 2020.")
    seen = only()
    data = filled(editor)
    read(ARREST)  # the day is more exact now
    press(editor, seen, "new", **data)
    assert "meanwhile" in said(editor)[0]
    assert not Event.objects.exists()


def test_after_a_decision_comes_the_next(editor, ada):
    read(ARREST)
    read("Ada Example was released on 5 May 2020.")
    first, second = ProposedEvent.objects.awaiting_review()
    assert press(editor, first, "wrong").url == f"{URL}?at=event-{second.pk}#event-{second.pk}"


def test_a_story_shows_what_its_articles_tell_and_takes_what_is_made_there(editor, ada):
    story = builders.story()
    read(ARREST, story=story)
    read("Ada Example was released on 5 May 2020.")
    url = reverse("admin:events_found_in_story", args=[story.pk])
    assert [item.row.title for item in editor.get(url).context_data["items"]] == ["Arrest of Ada Example"]
    page = editor.get(reverse("admin:articles_story_change", args=[story.pk])).content.decode()
    assert f'href="{url}">1 found' in page
    row = ProposedEvent.objects.in_story(story).get()
    answer = press(editor, row, "new", url=url, **filled(editor, url))
    assert answer.url == url
    assert StoryEntity.objects.get().entity.name == "Arrest of Ada Example"


def test_pages_hold_a_number_and_keep_the_one_that_is_asked_for(editor, ada, monkeypatch):
    monkeypatch.setattr(events_found, "PAGE", 2)
    for day in range(1, 6):
        read(f"Ada Example was arrested on {day * 4} May 2020.")
    rows = list(ProposedEvent.objects.awaiting_review())
    page = editor.get(f"{URL}?at=event-{rows[3].pk}").context_data
    assert [item.row for item in page["items"]] == rows[2:4]
    assert page["current"].row == rows[3]
    assert (page["before"], page["after"]) == (f"event-{rows[1].pk}", f"event-{rows[4].pk}")
    assert [item.row for item in editor.get(f"{URL}?page=3").context_data["items"]] == rows[4:]


def test_the_number_of_queries_does_not_grow_with_what_was_found(editor, ada, django_assert_max_num_queries):
    from django.db import connection

    read(ARREST)
    editor.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        editor.get(URL)
    for day in range(1, 13):
        read(
            f"Ada Example was arrested on {day * 2} May 2020 in Oslo. Ada Example was arrested on {day * 2} May 2020."
        )
    with django_assert_max_num_queries(len(few) + 1):
        editor.get(URL)


def test_the_menu_and_the_first_page_lead_there(editor, ada):
    read(ARREST)
    page = editor.get("/admin/")
    waits = {row["what"]: (row["number"], row["url"]) for row in page.context_data["waits"]}
    assert waits["Events found"] == (1, URL)
    assert "Events found" in [i["title"] for g in page.context_data["sidebar_navigation"] for i in g["items"]]


def test_a_pasted_text_shows_what_it_tells_before_anything_is_kept(editor, ada):
    text = f"The bridge affair goes on\n\nBy Nora Quill\n\n25 June 2020\n\n{ARREST} The town was surprised, and so was she."
    page = editor.post("/admin/paste/", {"text": text, "rights": "excerpt"}).content.decode()
    assert "<strong>Arrest of Ada Example</strong>, 2020-05-03, Oslo" in page
    assert not Happening.objects.exists()
