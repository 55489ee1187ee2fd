"""The plain data of a YAML text, and the paths through it: what the operations are done to, and what is compared."""

from __future__ import annotations

from typing import TypeAlias

from season_calendar.yaml_source import Mapping, Node, Scalar, Sequence

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indices that lead from the root to a value."""

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""What a text holds: None is what is empty."""

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
"""What can be written into a text."""


def plain(node: Node | None) -> Plain:
    """The data of a node: dicts, lists, texts, and None for what is empty. Of a key written twice, the first."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return None
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    data: dict[str, Plain] = {}
    for entry in node.entries:
        data.setdefault(entry.key.text, plain(entry.value))
    return data


def mapping_in(data: Plain, path: Path) -> dict[str, Plain]:
    """The mapping to which a path leads in plain data. Raises LookupError where it leads to no mapping."""
    for key in path:
        if isinstance(data, list):
            data = data[int(key)]
        elif isinstance(data, dict):
            data = data[str(key)]
    if not isinstance(data, dict):
        raise LookupError(f"no mapping at {path}")
    return data


def mapping_at(root: Node | None, path: Path) -> Mapping:
    """The mapping to which a path leads in nodes. Raises LookupError where it leads to no mapping."""
    node = root
    for key in path:
        if isinstance(node, Sequence):
            node = node.items[int(key)]
        elif isinstance(node, Mapping):
            entry = node.get(str(key))
            node = entry.value if entry is not None else None
    if not isinstance(node, Mapping):
        raise LookupError(f"no mapping at {path}")
    return node
