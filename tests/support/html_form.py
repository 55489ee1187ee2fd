"""What a browser without scripts sends of a form in a page, as it stands there."""

from __future__ import annotations

from html.parser import HTMLParser


def controls(html: str, form_class: str) -> list[tuple[str, str]]:
    """The pairs of name and value that the form of a class would send, in the order of the page."""
    reader = _Reader(form_class)
    reader.feed(html)
    return reader.pairs


class _Reader(HTMLParser):
    def __init__(self, form_class: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._form_class = form_class
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = self._form_class in its.get("class", "").split()
        if not self._inside:
            return
        if tag == "select":
            self._select = its["name"]
        if tag == "option" and "selected" in its:
            self.pairs.append((self._select, its["value"]))
        if tag == "input" and (its.get("type") != "checkbox" or "checked" in its):
            self.pairs.append((its["name"], its.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
