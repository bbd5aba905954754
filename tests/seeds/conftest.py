from io import BytesIO

import pytest
from PIL import Image


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Pictures go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def picture():
    """The bytes of a small picture."""
    content = BytesIO()
    Image.new("RGB", (3, 2), (200, 30, 30)).save(content, "PNG")
    return content.getvalue()
