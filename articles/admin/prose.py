"""The editor for HTML that readers see: what it offers is what `articles.text.sanitize` keeps."""

from typing import Any

from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.text import sanitize

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "History": True,
    "HTML": True,
}


def prose_field(label: str, help_text: str = "") -> ProseEditorFormField:
    return ProseEditorFormField(
        label=label,
        help_text=help_text,
        required=False,
        config={"extensions": EXTENSIONS},
        sanitize=sanitize,
        widget=AdminProseEditorWidget,
    )
