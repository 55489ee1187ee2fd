"""Whatever YAML there is and whatever is done to it: the result holds what was asked for, and all other lines stay."""

from __future__ import annotations

from copy import deepcopy
from typing import cast

from hypothesis import event, given
from hypothesis import strategies as st
from support.any_yaml import AnyYaml, Data, Line, any_yaml, keys, values
from support.handwriting import is_subsequence

from season_calendar.errors import EditRefusedError
from season_calendar.yaml_source import Document, parse_yaml
from season_calendar.yaml_source.editing.apply import apply
from season_calendar.yaml_source.editing.data import Path, Plain, Value, mapping_in, plain
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, RemoveKey, SetKey


def mappings_in(data: Plain | Value, path: Path = ()) -> list[Path]:
    """The paths to all mappings."""
    if isinstance(data, dict):
        return [path, *(each for key, value in data.items() for each in mappings_in(value, (*path, key)))]
    if isinstance(data, list):
        return [each for index, value in enumerate(data) for each in mappings_in(value, (*path, index))]
    return []


def within(data: Data, path: Path) -> dict[str, Plain]:
    """The mapping to which a path leads: what can be written is what can be read, and never empty."""
    return mapping_in(cast("Plain", data), path)


@st.composite
def operations(draw: st.DrawFn, data: Data) -> Operation:
    """Any operation that makes sense with the data."""
    path = draw(st.sampled_from(mappings_in(data)))
    mapping = within(data, path)
    apart = draw(st.booleans())
    choices: list[st.SearchStrategy[Operation]] = [
        st.builds(SetKey, st.just(path), keys, values, st.sampled_from([(), ("c", "b", "a")]), st.just(apart)),
        st.builds(InsertItem, st.just(path), st.sampled_from(["list", "new"]), st.just(0), values, st.just(apart)),
    ]
    if mapping:
        choices.append(st.builds(RemoveKey, st.just(path), st.sampled_from(sorted(mapping))))
    for key, items in mapping.items():
        if isinstance(items, list):
            places = st.integers(0, len(items))
            choices.append(st.builds(InsertItem, st.just(path), st.just(key), places, values, st.just(apart)))
            if items:
                choices.append(st.builds(RemoveItem, st.just(path), st.just(key), st.integers(0, len(items) - 1)))
    operation = draw(st.one_of(choices))
    if isinstance(operation, InsertItem) and operation.key not in mapping:
        return InsertItem(path, operation.key, 0, operation.value, apart)
    return operation


def is_foreign(line: Line, operation: Operation, data: Data) -> bool:
    """Whether a line has nothing to do with what an operation changes."""
    target = (*operation.path, operation.key)
    if isinstance(operation, RemoveItem):
        target = (*target, operation.index)
    if line.noise and line.text == "":
        return False  # one of two empty lines goes with what stood between them
    new_key = operation.key not in within(data, operation.path)
    if isinstance(operation, InsertItem) or new_key:
        parent = target[:-1] if new_key else target
        return not (line.whole and not line.noise and parent[: len(line.path)] == line.path)
    if line.path[: len(target)] == target or (line.whole and not line.noise and target[: len(line.path)] == line.path):
        return False
    # What held nothing else is {} or [] on its own line then.
    return line.path != target[:-1] or line.noise


@given(st.data(), any_yaml())
def test_an_operation_keeps_all_other_lines(draw: st.DataObject, yaml: AnyYaml) -> None:
    document = parse_yaml(yaml.text.encode(), "events.yaml")
    assert plain(document.root) == yaml.data
    for operation in draw.draw(st.lists(operations(yaml.data), min_size=4, max_size=6)):
        event(type(operation).__name__)
        try:
            after = apply(document, [operation]).text
        except EditRefusedError as error:
            event(f"{type(operation).__name__} refused: {str(error).split(':')[-1][:50]}")
            continue
        lines = after.removeprefix("\ufeff").split(yaml.line_break)
        kept = [line.text for line in yaml.lines if is_foreign(line, operation, yaml.data)]
        assert is_subsequence(kept, lines)
        assert lines.count("") >= sum(line.text == "" for line in yaml.lines if line.path == ()) - 1
        assert after.startswith("\ufeff") == yaml.text.startswith("\ufeff")
        if yaml.line_break == "\r\n":
            assert after.count("\n") == after.count("\r\n")


def one_by_one(document: Document, several: list[Operation]) -> tuple[Document, list[Operation]]:
    """The document after those that are not refused, and which they are."""
    done = []
    for operation in several:
        try:
            document = apply(document, [operation])
        except EditRefusedError:
            continue
        done.append(operation)
    return document, done


@given(st.data(), any_yaml())
def test_operations_together_are_what_they_are_one_after_the_other(draw: st.DataObject, yaml: AnyYaml) -> None:
    document = parse_yaml(yaml.text.encode(), "events.yaml")
    data = deepcopy(yaml.data)
    several: list[Operation] = []
    after = document
    for _ in range(draw.draw(st.integers(2, 6))):
        operation = draw.draw(operations(data))
        after, done = one_by_one(after, [operation])
        if done:
            several.append(operation)
            operation.on_data(within(data, operation.path))
    together = apply(document, several)
    assert plain(together.root) == data
    assert comments(together.text) == comments(after.text)


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("# comment")]
