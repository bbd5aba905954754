import pytest


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_desk_asks_a_stranger_to_log_in(page):
    page.goto("/desk/")
    assert page.get_by_label("Username").is_visible()
