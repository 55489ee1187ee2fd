"""Pages as programs read them that cannot see: what is named can be named, and nothing stands where it may not."""

from __future__ import annotations

from support.pages import ReadPage

from .test_every_page import RICH, every_page

# Of an element that is nothing in particular, a name is read by no one (ARIA in HTML).
NAMED = {"a", "button", "fieldset", "form", "iframe", "img", "input", "nav", "section", "select", "table"}


def named_in_vain(read: ReadPage) -> list[str]:
    """The elements that have a name and are nothing that could be called by it."""
    return [
        f"{its.name} {its.attributes}"
        for its in read.all("[aria-label], [aria-labelledby]")
        if its.name not in NAMED and not its.attributes.get("role")
    ]


def test_what_opens_a_fold_is_words_and_a_heading_only() -> None:
    for path, read in every_page(*RICH):
        assert read.all("summary p, summary div, summary ul, summary span h3, summary span h4") == [], path


def test_only_what_is_something_has_a_name() -> None:
    for path, read in every_page(*RICH):
        assert named_in_vain(read) == [], path
