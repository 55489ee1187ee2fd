"""YAML text becomes nodes that know where they stand. What the nodes mean is not known here."""

from season_calendar.yaml_source.nodes import DEEPEST_NESTING, Document, Entry, Mapping, Node, Scalar, Sequence, Span
from season_calendar.yaml_source.parser import LARGEST_FILE, MOST_ALIASED_NODES, parse_yaml

__all__ = [
    "DEEPEST_NESTING",
    "LARGEST_FILE",
    "MOST_ALIASED_NODES",
    "Document",
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Span",
    "parse_yaml",
]
