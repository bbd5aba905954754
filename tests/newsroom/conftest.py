"""An index of the test's own."""

import pytest


@pytest.fixture
def searchable(settings, tmp_path):
    """Build the index of the record as it is, in a folder of the test's own; give what follows the outbox."""
    from newsroom.search import index

    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    return index.follow
