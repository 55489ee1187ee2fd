"""Whatever the bytes, there is a document or a list of problems, never another error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from season_calendar.errors import SeasonFileError
from season_calendar.yaml_source import Document, Mapping, Node, Sequence, parse_yaml

YAML_ISH_PARTS = [
    "a",
    "b: ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ": ",
    "? ",
    "'",
    '"',
    "&x ",
    "*x",
    "!t ",
    "# ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\t",
    "\ufeff",
    "\r\n",
    "é",
    "😀",
    "\\",
    "\x00",
]
YAML_ISH = st.lists(st.sampled_from([*YAML_ISH_PARTS, "|\n", ">-\n"]), max_size=40).map("".join)


def check_spans(document: Document, node: Node) -> None:
    """Every span lies in the text and holds the spans of its children, unless an alias brought them there."""
    assert 0 <= node.span.start <= node.span.end <= len(document.text)
    assert node.span.line <= node.span.end_line
    children: list[Node] = []
    if isinstance(node, Sequence):
        children = list(node.items)
    elif isinstance(node, Mapping):
        children = [part for entry in node.entries for part in (entry.key, entry.value)]
    for child in children:
        if not node.shared:
            assert node.span.start <= child.span.start
            assert child.span.end <= node.span.end
        check_spans(document, child)


def check_problems(refused: SeasonFileError) -> None:
    assert refused.problems
    for problem in refused.problems:
        assert min(problem.line, problem.column, problem.width) >= 1
        assert problem.hint
        assert "\n" not in problem.message


def check(source: bytes) -> None:
    try:
        document = parse_yaml(source, "f")
    except SeasonFileError as error:
        check_problems(error)
    else:
        if document.root is not None:
            check_spans(document, document.root)


@given(st.binary(max_size=200))
def test_any_bytes(source: bytes) -> None:
    check(source)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@given(YAML_ISH)
def test_any_text_of_what_yaml_is_made_of(text: str) -> None:
    check(text.encode())
