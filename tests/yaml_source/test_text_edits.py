"""The four changes of a YAML text: whole texts before and after, so that every character that stays can be seen."""

from __future__ import annotations

import pytest

from season_calendar.errors import EditRefusedError
from season_calendar.yaml_source import parse_yaml
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, RemoveKey, SetKey
from season_calendar.yaml_source.editing.scalar_text import scalar_text

ORDER = ("id", "name", "dates", "status", "note")


def after(text: str, *steps: Operation) -> str:
    return apply(parse_yaml(text.encode(), "events.yaml"), steps).text


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("name: Old # kept\nid: a\n", "name: New # kept\nid: a\n"),
        ("name: 'Old'\n", "name: 'New'\n"),
        ("name: 'Old: #1'\n", "name: 'New'\n"),
        ('name: "Old"   # kept', 'name: "New"   # kept'),
        ("'name' :  Old\n", "'name' :  New\n"),
        ("name:\nid: a\n", "name: New\nid: a\n"),
        ("name: # not known\n", "name: New # not known\n"),
        ("name: ~ # not known\n", "name: New # not known\n"),
        ("name: A name\n  of two lines # kept\nid: a\n", "name: New # kept\nid: a\n"),
        ("name: |\n  Old\n  lines\n\n# kept\nid: a\n", "name: New\n\n# kept\nid: a\n"),
        ("name: >- # why\r\n  Old\r\nid: a\r\n", "name: New # why\r\nid: a\r\n"),
        ("name: |\n  Old", "name: New"),
        ("name:\n    Old\nid: a\n", "name:\n    New\nid: a\n"),
        ("{name: , b: c}\n", "{name: New, b: c}\n"),
        ("{name: }\n", "{name: New}\n"),
        ("{id: a, name: Old, b: [c]}\n", "{id: a, name: New, b: [c]}\n"),
        ('{"id":"a","name":"Old"}', '{"id":"a","name":"New"}'),
        ("\ufeffname: Old\n", "\ufeffname: New\n"),
        ("name: Old\nname: Other\n", "name: New\nname: Other\n"),
    ],
)
def test_a_value_is_replaced_in_its_place_with_its_quotes_and_its_comment(before: str, expected: str) -> None:
    assert after(before, SetKey((), "name", "New")) == expected


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("Race of Spain", "Race of Spain", "Race of Spain"),
        ("2021-06-03 14:30", "2021-06-03 14:30", "2021-06-03 14:30"),
        ("Race, sprint", "Race, sprint", "'Race, sprint'"),
        ("Race [1]", "Race [1]", "'Race [1]'"),
        ("Note: it rains", "'Note: it rains'", "'Note: it rains'"),
        ("Race #1", "'Race #1'", "'Race #1'"),
        ("- dash", "'- dash'", "'- dash'"),
        ("null", "'null'", "'null'"),
        ("", "''", "''"),
        (" spaces ", "' spaces '", "' spaces '"),
        ("Jessica's", "Jessica's", "Jessica's"),
        ("'s", "'''s'", "'''s'"),
        ("two\nlines", '"two\\nlines"', '"two\\nlines"'),
        ('a "b"\\\x85\u2028\U0010ffff', '"a \\"b\\"\\\\\\x85\\u2028\\U0010ffff"', None),
        ("*alias", "'*alias'", "'*alias'"),
        ("&anchor", "'&anchor'", "'&anchor'"),
        ("!tag", "'!tag'", "'!tag'"),
        ("[list]", "'[list]'", "'[list]'"),
        ("{a: b}", "'{a: b}'", "'{a: b}'"),
    ],
)
def test_a_text_is_written_as_plainly_as_it_reads_the_same(text: str, block: str, flow: str | None) -> None:
    assert scalar_text(text, flow=False) == block
    if flow is not None:
        assert scalar_text(text, flow=True) == flow


def test_bytes_of_a_broken_command_line_are_refused() -> None:
    for char in ("\ud800", "\udcff", "\udfff"):
        with pytest.raises(EditRefusedError) as refused:
            scalar_text(char, flow=False)
        assert str(refused.value) == f"{char!r} cannot be written into a season file (use letters and signs only)"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            "- id: a\n  dates: 2021 # TBC\n  # about the note\n  note: x\n",
            "- id: a\n  dates: 2021 # TBC\n  status: cancelled\n  # about the note\n  note: x\n",
        ),
        ("- id: a\n  note: x", "- id: a\n  status: cancelled\n  note: x"),
        ("- name: x\n  id: a", "- name: x\n  status: cancelled\n  id: a"),
        ("- id: a", "- id: a\n  status: cancelled"),
        ("- id: X", "- id: X\n  status: cancelled"),
        ("- id: a\r\n  note: x\r\n", "- id: a\r\n  status: cancelled\r\n  note: x\r\n"),
        ("- id: a\r\n  dates: x", "- id: a\r\n  dates: x\r\n  status: cancelled"),
        ("-\n   id: a\n\n\n# end", "-\n   id: a\n   status: cancelled\n\n\n# end"),
        ("-   id: a\n    dates:\n", "-   id: a\n    dates:\n    status: cancelled\n"),
        ("- {id: a, note: x} # c\n", "- {id: a, status: cancelled, note: x} # c\n"),
        ("- { id: a }\n", "- { id: a, status: cancelled }\n"),
        ("- {id: a, # first\n   note: x}\n", "- {id: a, status: cancelled, # first\n   note: x}\n"),
        ("- {id: a,}\n", "- {id: a, status: cancelled,}\n"),
        ("- {}\n", "- {status: cancelled}\n"),
        ("- b: c\n  d: e\n", "- b: c\n  status: cancelled\n  d: e\n"),
        (
            "- id: a\n  dates: >\n    one\n    two\n\n  note: x\n",
            "- id: a\n  dates: >\n    one\n    two\n  status: cancelled\n\n  note: x\n",
        ),
        ("- id: |+\n    a\n\n  note: b\n", "- id: |+\n    a\n\n  status: cancelled\n  note: b\n"),
        ("- id: a\n...\n", "- id: a\n  status: cancelled\n...\n"),
        ("- id: a\r\n  dates: x\n  note: y\r\n", "- id: a\r\n  dates: x\n  status: cancelled\n  note: y\r\n"),
        ("- id: a\n  dates: x\r  note: y\n", "- id: a\n  dates: x\r  status: cancelled\r  note: y\n"),
    ],
)
def test_a_new_key_comes_on_a_line_of_its_own_after_its_predecessor(before: str, expected: str) -> None:
    assert after(before, SetKey((0,), "status", "cancelled", ORDER)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("id: a\nnote: x # gone with it\n# stays\nb: c\n", "id: a\n# stays\nb: c\n"),
        ("id: a\n\nnote: |\n  x\n  y\n\nb: c\n", "id: a\n\nb: c\n"),
        ("id: a\r\nnote: x\r\nb: c\r\n", "id: a\r\nb: c\r\n"),
        ("id: a\nnote: x", "id: a\n"),
        ("note: x\nid: a\n", "id: a\n"),
        ("\ufeffnote: x\nid: a\n", "\ufeffid: a\n"),
        ("\ufeffid: a\nnote: x\n", "\ufeffid: a\n"),
        ("\nnote: x\nid: a\n", "\nid: a\n"),
        ("\rnote: x\rid: a\r", "\rid: a\r"),
        ("{id: a, note: x, b: c}\n", "{id: a, b: c}\n"),
        ("{note: x, b: c}\n", "{b: c}\n"),
        ("{note: x}\n", "{}\n"),
        ("{id: a,\n note: x}\n", "{id: a}\n"),
        ("{id: a, # why\n note: x, b: c}\n", "{id: a, # why\n b: c}\n"),
        ("id: a\nnote:\n  - x\n  # inside\n  - y\nb: c\n", "id: a\nb: c\n"),
    ],
)
def test_a_key_is_removed_with_its_own_lines_only(before: str, expected: str) -> None:
    assert after(before, RemoveKey((), "note")) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("- note: x # gone\n  id: a\n- b\n", "-\n  id: a\n- b\n"),
        ("-   note: x\r\n    id: a\r\n", "-\r\n    id: a\r\n"),
        ("- note: x\n  # stays\n  id: a\n", "-\n  # stays\n  id: a\n"),
        ("- note: x\n\n  id: a\n", "-\n\n  id: a\n"),
    ],
)
def test_when_the_key_beside_a_dash_is_removed_the_dash_stays_and_the_next_line_does_not_move(
    before: str, expected: str
) -> None:
    assert after(before, RemoveKey((0,), "note")) == expected


@pytest.mark.parametrize(
    ("before", "index", "expected"),
    [
        ("l:\n  - {id: a}\n  - {id: c}\n", 1, "l:\n  - {id: a}\n  - {id: b, s: 1}\n  - {id: c}\n"),
        ("l:\n- { id: a } # c", 1, "l:\n- { id: a } # c\n- { id: b, s: 1 }"),
        ("l:\n  - id: c\n    s: 2\nm: n\n", 0, "l:\n  - id: b\n    s: 1\n  - id: c\n    s: 2\nm: n\n"),
        ("l:\n  -   id: a\n", 1, "l:\n  -   id: a\n  -   id: b\n      s: 1\n"),
        ("l:\n  -\n    id: a\n", 1, "l:\n  -\n    id: a\n  -\n    id: b\n    s: 1\n"),
        ("l:\r\n  - id: a\r\n", 1, "l:\r\n  - id: a\r\n  - id: b\r\n    s: 1\r\n"),
        (
            "l:\n  - id: a\n    # of a\n  # of c\n  - id: c\n",
            1,
            "l:\n  - id: a\n    # of a\n  - id: b\n    s: 1\n  # of c\n  - id: c\n",
        ),
        (
            "# head\nl:\n  # of a\n  # too\n  - id: a\n",
            0,
            "# head\nl:\n  - id: b\n    s: 1\n  # of a\n  # too\n  - id: a\n",
        ),
        (
            "l:\r\n  # of a\r\n  - id: a\r\n\r\n  - id: c\r\n",
            0,
            "l:\r\n  - id: b\r\n    s: 1\r\n\r\n  # of a\r\n  - id: a\r\n\r\n  - id: c\r\n",
        ),
        (
            "l:\n  - id: a\n\n  # of c\n  - id: c\n# end\n",
            2,
            "l:\n  - id: a\n\n  # of c\n  - id: c\n\n  - id: b\n    s: 1\n# end\n",
        ),
        (
            "l:\n  - id: a\n\n  # of c\n  - id: c\n",
            1,
            "l:\n  - id: a\n\n  - id: b\n    s: 1\n\n  # of c\n  - id: c\n",
        ),
        ("l:\n  - a\n\n  - c\n  - d\n", 3, "l:\n  - a\n\n  - c\n  - d\n  - id: b\n    s: 1\n"),
        ("l:\n  - a\n  - c\n\n  - d\n", 1, "l:\n  - a\n  - id: b\n    s: 1\n  - c\n\n  - d\n"),
        ("l:\n  - # of a\n    id: a\n", 1, "l:\n  - # of a\n    id: a\n  -\n    id: b\n    s: 1\n"),
        ("l:\r  - # of a\r    id: a\r", 1, "l:\r  - # of a\r    id: a\r  -\r    id: b\r    s: 1\r"),
        ("l:\n  -\n    {id: a}\n", 1, "l:\n  -\n    {id: a}\n  - {id: b, s: 1}\n"),
        (
            "l:\n  - id: a\n    s: 2\n    n: |\n      x\n  - c\n",
            1,
            "l:\n  - id: a\n    s: 2\n    n: |\n      x\n  - id: b\n    s: 1\n  - c\n",
        ),
        (
            "l:\n  - id: a\n    s: [x]\n    n:\n      - x\n      - >\n        y\n  - c\n",
            1,
            "l:\n  - id: a\n    s: [x]\n    n:\n      - x\n      - >\n        y\n  - id: b\n    s: 1\n  - c\n",
        ),
        (
            "l:\n  - &x\n    id: a\n    n: |\n      y\n  - *x\n",
            2,
            "l:\n  - &x\n    id: a\n    n: |\n      y\n  - *x\n  - id: b\n    s: 1\n",
        ),
        ("l: [a,  c,   d]\n", 1, "l: [a,  {id: b, s: 1},  c,   d]\n"),
        ("l: [a,  c,   d]\n", 0, "l: [{id: b, s: 1},  a,  c,   d]\n"),
        ("l: [a,  c,   d]\n", 3, "l: [a,  c,   d,   {id: b, s: 1}]\n"),
        ("l: [a, # of a\n  c]\n", 2, "l: [a, # of a\n  c,\n  {id: b, s: 1}]\n"),
        ("l: [{id: a}, {id: c}]\n", 1, "l: [{id: a}, {id: b, s: 1}, {id: c}]\n"),
        ("l: [a, # of a\n\tc]\n", 2, "l: [a, # of a\n\tc, {id: b, s: 1}]\n"),
        ("l: [{id: c}]\n", 0, "l: [{id: b, s: 1}, {id: c}]\n"),
        (
            "l: [\n  {id: a},\n  {id: c},\n]\n",
            2,
            "l: [\n  {id: a},\n  {id: c},\n  {id: b, s: 1},\n]\n",
        ),
    ],
)
def test_a_new_item_looks_like_its_neighbours(before: str, index: int, expected: str) -> None:
    assert after(before, InsertItem((), "l", index, {"id": "b", "s": "1"})) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a: x\n\n# end\n", "a: x\nl:\n  - id: b\n    s: 1\n\n# end\n"),
        ("a: x", "a: x\nl:\n  - id: b\n    s: 1"),
        ("l: []\na: x\n", "l:\n  - id: b\n    s: 1\na: x\n"),
        ("l: [] # none yet\na: x\n", "l: # none yet\n  - id: b\n    s: 1\na: x\n"),
        ("l:\r\na: x\r\n", "l:\r\n  - id: b\r\n    s: 1\r\na: x\r\n"),
        ("l: ~", "l:\n  - id: b\n    s: 1"),
        ("k:\n- {id: a}\nl: []\n", "k:\n- {id: a}\nl:\n- {id: b, s: 1}\n"),
        ("{l: [], a: x}", "{l: [{id: b, s: 1}], a: x}"),
        ("{a: x}", "{a: x, l: [{id: b, s: 1}]}"),
    ],
)
def test_the_first_item_of_a_list_makes_the_list(before: str, expected: str) -> None:
    assert after(before, InsertItem((), "l", 0, {"id": "b", "s": "1"})) == expected


@pytest.mark.parametrize(
    ("before", "index", "expected"),
    [
        ("l:\n  # of a\n  - id: a # gone\n    s: 1\n\n  - b\n", 0, "l:\n  # of a\n\n  - b\n"),
        ("l:\n- a\n-\n  # inside\n  b: c\nm: n\n", 1, "l:\n- a\nm: n\n"),
        ("l:\n  - a\n  - b", 1, "l:\n  - a\n"),
        ("l: # list\n  # of a\n  - id: a\nm: n\n", 0, "l: [] # list\n  # of a\nm: n\n"),
        ("l:\r\n  - id: a\r\n", 0, "l: []\r\n"),
        ("l: [a, b, c]\n", 1, "l: [a, c]\n"),
        ("l: [a, b]\n", 0, "l: [b]\n"),
        ("l: [{a: b}]\n", 0, "l: []\n"),
        ("l: [\n  a, # why\n  b,\n]\n", 0, None),
        ("l: [a, # why\n  b]\n", 1, None),
        ("l: [a, # why\n  b,\n  c]\n", 1, "l: [a, # why\n  c]\n"),
        ("l:\n  - id: a\n    s: 1\n    n: |\n      x\n  - b\n", 0, "l:\n  - b\n"),
    ],
)
def test_an_item_is_removed_with_its_own_lines_only(before: str, index: int, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(EditRefusedError, match=r":\d: a comment stands between this and what is beside it"):
            after(before, RemoveItem((), "l", index))
    else:
        assert after(before, RemoveItem((), "l", index)) == expected


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("a: &x {id: b}\nc: *x\n", SetKey(("a",), "id", "new")),
        ("a: &x {id: b}\nc: *x\n", SetKey(("c",), "status", "new")),
        ("a: &x b\nc: *x\n", SetKey((), "c", "new")),
        ("a: &x b\nc: *x\n", RemoveKey((), "a")),
        ("l: &x [a]\nc: *x\n", RemoveItem((), "l", 0)),
        ("l:\n  - &x a\n  - *x\n", RemoveItem((), "l", 0)),
        ("l: &x [a]\nc: *x\n", InsertItem((), "l", 0, {"id": "b"})),
        ("l: &x [a]\nc: *x\n", InsertItem((), "c", 0, {"id": "b"})),
        ("a: &x\n  id: b\nc: *x\n", InsertItem(("a",), "l", 0, {"id": "b"})),
    ],
)
def test_what_an_anchor_or_alias_makes_mean_several_places_is_not_touched(text: str, step: Operation) -> None:
    what = (
        r"^events\.yaml:\d+: this is under an anchor or alias, and an edit would reach other places too \(edit the file"
    )
    with pytest.raises(EditRefusedError, match=what):
        after(text, step)


@pytest.mark.parametrize(
    ("text", "step", "what"),
    [
        ("? id\n: a\n", SetKey((), "note", "x"), "something else stands before this key"),
        ("? note\n: a\nb: c\n", RemoveKey((), "note"), "something else stands before this key"),
        ("note: a\n", RemoveKey((), "note"), "note is all that stands here"),
        ("- note: a\n", RemoveKey((0,), "note"), "note is all that stands here"),
        ("note: [a, # why\n b]\n", SetKey((), "note", "x"), "a comment stands inside of what would be replaced"),
        ("note: {a: b}\n", InsertItem((), "note", 0, {}), "note is not a list"),
        ("note: text\n", InsertItem((), "note", 0, {}), "note is not a list"),
        ("{a}\n", SetKey((), "a", "x"), "this place is written in a way that cannot be edited safely"),
        ("{a: b,}\n", RemoveKey((), "a"), "this place is written in a way that cannot be edited safely"),
        ("l:\n  []\n", InsertItem((), "l", 0, {"id": "a"}), "the value of this key stands on another line"),
    ],
)
def test_what_cannot_be_edited_safely_is_left_alone_and_the_line_is_named(
    text: str, step: Operation, what: str
) -> None:
    with pytest.raises(EditRefusedError) as refused:
        after(text, step)
    assert str(refused.value) == f"events.yaml:1: {what} (edit the file by hand at line 1)"


def test_lines_with_a_comment_are_not_replaced_by_a_text() -> None:
    with pytest.raises(EditRefusedError, match=r"events\.yaml:2: a comment stands inside of what would be replaced"):
        after("note:\n  - a # why\n", SetKey((), "note", "x"))


def test_an_item_on_a_line_with_something_else_is_not_removed() -> None:
    with pytest.raises(EditRefusedError, match=r"events\.yaml:2: something else stands on the same line"):
        after("? l\n: - a\n  - b\n", RemoveItem((), "l", 0))


OWN_COMMENTS = """\
a:
  - id: one
    # Of one.

    # Of one, too.
  # Of two.
  - id: two
"""


def test_an_item_keeps_its_own_comments_below_it_across_empty_lines() -> None:
    item = InsertItem((), "a", 1, {"id": "new"})
    assert after(OWN_COMMENTS, item) == OWN_COMMENTS.replace("  # Of two.", "  - id: new\n  # Of two.")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_an_item_is_removed_with_its_own_comments(line_break: str) -> None:
    text = OWN_COMMENTS.replace("\n", line_break)
    assert after(text, RemoveItem((), "a", 0)) == "a:\n  # Of two.\n  - id: two\n".replace("\n", line_break)


def test_very_many_empty_lines_below_an_item_do_not_keep_an_edit_from_ending() -> None:
    text = "a:\n  - id: one\n" + "\r\n" * 100_000 + "b: c\n"
    assert after(text, InsertItem((), "a", 1, {"id": "new"})).startswith("a:\n  - id: one\n  - id: new\n")
