"""What readers may not see is in no answer of the API: marker words where it could come from, and a walk over all."""

import pytest

from newsroom.search import index
from tests.api import PLACES, ROOT, record
from tests.newsroom.test_leaks import MARK, hide, shown  # noqa: F401

pytestmark = pytest.mark.django_db

#: parameters by which hidden things could be asked for
ASKED = {
    "articles": ["section", "tag", "story", "person", "entity", "event", "publisher"],
    "people": ["name"],
    "organizations": ["name", "place"],
    "events": ["name", "place"],
    "stories": ["entity"],
    "relations": ["title", "entity"],
    "mentions": ["entity", "section"],
    "quotes": ["speaker"],
    "citations": ["entity", "value"],
    "references": ["publisher"],
}


def answers(client):
    """Every answer that the root, the lists and their rows lead to, and what is asked of them by hidden words."""
    waiting, seen = [f"{ROOT}{place}/?limit=3" for place in PLACES] + [ROOT], {}
    while waiting:
        address = waiting.pop().removeprefix("http://testserver")
        if address in seen or address.startswith((f"{ROOT}docs/", f"{ROOT}schema/")):
            continue
        seen[address] = client.get(address)
        waiting += [found for found in addresses(seen[address].json()) if f"testserver{ROOT}" in found]
    return seen


def addresses(content):
    """Every address of the API in an answer."""
    if isinstance(content, dict):
        return [found for value in content.values() for found in addresses(value)]
    if isinstance(content, list):
        return [found for value in content for found in addresses(value)]
    return [content] if isinstance(content, str) and content.startswith("http://testserver/api/") else []


def test_what_is_hidden_is_in_no_answer(client, settings, tmp_path, shown):  # noqa: F811
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    before = set(answers(client))
    assert len(before) > 40
    hide(shown)
    found = answers(client)
    assert {address for address, answer in found.items() if MARK in answer.content.decode()} == set()
    assert {answer.status_code for address, answer in found.items() if address in before} == {200}
    refs = [
        f"{name}-{MARK}"
        for name in ("draft", "suppressed", "event", "story", "moved", "article", "scheduled")
    ]
    for place in ("people", "organizations", "events", "stories", "articles"):
        for ref in refs:
            assert client.get(f"{ROOT}{place}/{ref}/").status_code == 404, (place, ref)


def test_no_filter_finds_what_is_hidden(client, shown):  # noqa: F811
    hide(shown)
    values = [
        f"draft-{MARK}",
        f"suppressed-{MARK}",
        f"event-{MARK}",
        f"story-{MARK}",
        f"section-{MARK}",
        f"tag {MARK}",
        f"title {MARK}",
        f"Name {MARK}",
        f"weak {MARK}",
        MARK,
    ]
    for place, name in [(place, name) for place, names in ASKED.items() for name in names]:
        for value in values:
            response = client.get(f"{ROOT}{place}/", {name: value})
            assert response.status_code in (200, 400)
            assert response.status_code == 400 or response.json()["results"] == [], (place, name, value)


def test_what_a_draft_draws_on_is_hidden_until_it_is_published(client):
    from articles import publishing
    from articles.models import ArticleReference, Reference
    from tests import builders

    def told():
        return {found["title"]: found["id"] for found in client.get(f"{ROOT}references/").json()["results"]}

    row = record()
    hidden = Reference.objects.create(title=f"Report {MARK}", url="https://reports.example/2")
    ArticleReference.objects.create(article=row.article, reference=hidden)
    ArticleReference.objects.create(article=builders.article(), reference=row.reference)
    assert told().keys() == {"Report on the bridge"}
    row.article.refresh_from_db()
    publishing.publish(row.article, by=None)
    assert told().keys() == {"Report on the bridge", f"Report {MARK}"}
    drawing = client.get(f"{ROOT}articles/", {"reference": told()[f"Report {MARK}"]}).json()["results"]
    assert [found["id"] for found in drawing] == [row.article.pk]
    hidden.title = "Not said yet"
    hidden.save()
    assert told().keys() == {"Report on the bridge", f"Report {MARK}"}


def test_somebody_elses_text_is_told_by_its_cited_sentences_alone(client):
    """Nor can it be put together from what is around its passages."""
    record()
    for address, answer in answers(client).items():
        assert "Nobody is named here" not in answer.content.decode(), address


def test_redacted_words_are_in_no_answer(client):
    from articles.redaction import redact

    row = record()
    for edition in row.article.editions.all():
        redact(edition, by=None, reason="Asked for.", words=["Report on the bridge", "stands", "2017"])
    for address, answer in answers(client).items():
        assert answer.status_code in (200, 404), address
        for words in ("Report on the bridge", "stands,"):
            assert words not in answer.content.decode(), address
