"""Two files that hold one season, said with the lines that say which season it is."""

from __future__ import annotations

from season_calendar.errors import Problem
from season_calendar.season_file.format import keys
from season_calendar.yaml_source import Document, Mapping, Node, Span, parse_yaml


def same_season(key: str, first: tuple[bytes, str], second: tuple[bytes, str]) -> Problem:
    """That a good file holds the season ``key`` which one named before it holds too; each is its content and path."""
    documents = [parse_yaml(content, path) for content, path in (first, second)]
    line = documents[0].problem(_place(documents[0]), "").line
    what = f"this is the season {key}, as that of {first[1]} is, in line {line}"
    return documents[1].problem(_place(documents[1]), what, "name one of the two files, or change the season of one")


def _place(document: Document) -> Node | Span:
    entry = document.root.get(keys.SEASON_ID.name) if isinstance(document.root, Mapping) else None
    return document.span(0, 0) if entry is None else entry.value
