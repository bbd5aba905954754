import pytest
from django.urls import reverse


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_desk_asks_a_stranger_to_log_in(page):
    page.goto(reverse("admin:index"))
    assert page.get_by_label("Username").is_visible()
