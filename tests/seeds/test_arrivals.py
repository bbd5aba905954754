"""New documents that are written at once: the rows of writing each by itself, and each by itself where one is refused."""

import json

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, Counterpart, SourceDocument
from seeds import loader
from tests import builders
from tests.seeds.loading import counts, files, run
from tests.seeds.test_load_jobs import rows, told

pytestmark = pytest.mark.django_db

TEXT = (
    "Town opens bridge {n} for all\n\nHALIFAX – Ada Example opened bridge {n} on 25 June 2020. “It is good,” said Zora Quill, "
    "who had waited for it for twenty years with the others of the trust. Bo Stone of the Harbour Works came, too.\n"
)


def one_by_one(monkeypatch):
    """Nothing is written at once."""
    monkeypatch.setattr(loader._Run, "_wrote_new", lambda run, arrivals: False)


@pytest.fixture
def seeds(tmp_path):
    folder = files(tmp_path / "seeds", **{f"d{n}_txt": TEXT.format(n=n) for n in range(6)})
    files(folder, none_txt="12\n", copy_txt=TEXT.format(n=2), late_txt=TEXT.format(n=7))
    (folder / "d1.meta.yaml").write_text("published: 2020-06-25\npublisher: The Example Times\n")
    (folder / "items.jsonl").write_text(
        "\n".join(
            json.dumps(
                {"id": f"urn:x:{n}", "text": TEXT.format(n=n), "headline": "Same", "authors": ["Cy Writer"]}
            )
            for n in (9, 9, 10)
        )
    )
    return folder


def test_the_rows_and_the_report_are_those_of_each_by_itself(seeds, monkeypatch):
    from django.db import transaction

    builders.person("Ada Example")
    with transaction.atomic():
        at_once, of_it = told(run(seeds)), rows()
        transaction.set_rollback(True)
    one_by_one(monkeypatch)
    assert told(run(seeds)) == at_once
    assert sorted(rows()) == sorted(of_it)
    assert Counterpart.objects.count() > 3
    assert Article.objects.filter(slug="same-2").exists()
    assert not SourceDocument.objects.filter(articles=None).exists()


def test_where_one_is_refused_the_others_are_written(seeds, monkeypatch):
    (seeds / "d1.meta.yaml").write_text(f"url: https://example.org/{'x' * 1100}\n")
    report = run(seeds)
    assert counts(report)["refused"] == 1
    assert [file.path.name for file in report.files if file.status == "refused"] in (
        ["d1.meta.yaml"],
        ["d1.txt"],
    )
    assert Article.objects.filter(text__contains="bridge 4").exists()
    assert not Article.objects.filter(text__contains="bridge 1 on").exists()


def test_what_is_refused_at_once_leaves_nothing(seeds, monkeypatch):
    def refuses(*given, **more):
        raise ValidationError("no")

    monkeypatch.setattr("seeds.arrivals._suggest", refuses)
    at_once = told(run(seeds))
    assert at_once["refused"] == 0
    assert Article.objects.count() == 10


def test_a_few_documents_take_hardly_more_queries_than_one(tmp_path, django_assert_max_num_queries):
    for n in (0, 10):
        files(tmp_path / f"few{n}", **{f"d{m}_txt": TEXT.format(n=n + m) for m in range(1 + n)})
    with django_assert_max_num_queries(75):
        run(tmp_path / "few0")
    with django_assert_max_num_queries(110):
        run(tmp_path / "few10")
