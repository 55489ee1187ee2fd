"""Paths through plain data and through nodes: where they lead to a mapping, and where to none."""

from __future__ import annotations

import pytest

from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.data import Path, Plain, mapping_at, mapping_in, plain

TEXT = "a: [{b: c}, d]\ne: {f: {g: h}}\ni: ~\n"
DATA: Plain = {"a": [{"b": "c"}, "d"], "e": {"f": {"g": "h"}}, "i": None}


@pytest.mark.parametrize(
    ("path", "expected"), [((), DATA), (("a", 0), {"b": "c"}), (("e",), {"f": {"g": "h"}}), (("e", "f"), {"g": "h"})]
)
def test_a_path_leads_to_a_mapping_in_data_and_in_nodes(path: Path, expected: Plain) -> None:
    assert mapping_in(DATA, path) == expected
    assert plain(mapping_at(parse_yaml(TEXT.encode(), "f").root, path)) == expected


@pytest.mark.parametrize("path", [("a",), ("a", 1), ("e", "f", "g"), ("i",)])
def test_a_path_to_anything_else_is_named(path: Path) -> None:
    with pytest.raises(LookupError) as wrong:
        mapping_in(DATA, path)
    assert str(wrong.value) == f"no mapping at {path}"
    with pytest.raises(LookupError) as wrong:
        mapping_at(parse_yaml(TEXT.encode(), "f").root, path)
    assert str(wrong.value) == f"no mapping at {path}"


@pytest.mark.parametrize("path", [("a", 2), ("x",)])
def test_a_path_to_nothing_leads_to_no_mapping(path: Path) -> None:
    with pytest.raises(LookupError):
        mapping_in(DATA, path)
    with pytest.raises(LookupError):
        mapping_at(parse_yaml(TEXT.encode(), "f").root, path)


def test_of_a_key_written_twice_the_first_counts() -> None:
    assert plain(parse_yaml(b"a: b\na: c\n", "f").root) == {"a": "b"}


def test_an_empty_file_holds_nothing() -> None:
    assert plain(parse_yaml(b"", "f").root) is None


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_whatever_is_written_for_nothing_is_nothing(written: str) -> None:
    assert plain(parse_yaml(f"a: {written}\n".encode(), "f").root) == {"a": None}
    assert plain(parse_yaml(f"a: '{written}'\n".encode(), "f").root) == {"a": written}
