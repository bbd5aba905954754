"""A page as a reader meets it: its text, links, headings and ids, taken from the HTML of a response."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

#: elements without an end tag, as far as our pages have them
_EMPTY = {"meta", "link", "img", "input", "br"}


@dataclass
class Page:
    links: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        return [attributes for name, attributes in self.elements if name == tag]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[str] = []
        self.said: list[str] = []
        self.heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.elements.append((tag, attributes))
        if "id" in attributes:
            self.page.ids.append(attributes["id"])
        if tag == "a":
            self.page.links.append(attributes["href"])
        if "src" in attributes:
            self.page.sources.append(attributes["src"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.heading = []
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and (closed := self.open.pop()) != tag:
            self.page.unclosed.append(closed)
        if self.heading is not None and tag in ("h1", "h2", "h3", "h4"):
            self.page.headings.append((int(tag[1]), " ".join("".join(self.heading).split())))
            self.heading = None

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            return
        self.said.append(data)
        if self.heading is not None:
            self.heading.append(data)


def read(response: Any) -> Page:
    """The page of a response of Django's test client."""
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    reader.page.unclosed += reader.open
    reader.page.text = " ".join("".join(reader.said).split())
    return reader.page
