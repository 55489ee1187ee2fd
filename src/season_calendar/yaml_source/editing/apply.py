"""Operations done to a text, and the result read back: where it is not just what was asked for, it is refused.

So no YAML is too odd: what ``text_edits`` does not understand is left alone, never corrupted. Operations that do not
meet are done to one text without reading it between, and read back once.
"""

from __future__ import annotations

from collections.abc import Iterable

from season_calendar.errors import EditRefusedError, SeasonFileError
from season_calendar.yaml_source import Document, parse_yaml
from season_calendar.yaml_source import Sequence as SequenceNode
from season_calendar.yaml_source.editing.data import Path, Plain, mapping_at, mapping_in, plain
from season_calendar.yaml_source.editing.handwriting import Handwriting
from season_calendar.yaml_source.editing.layout import refuse
from season_calendar.yaml_source.editing.operations import InsertItem, Operation, RemoveItem, SetKey
from season_calendar.yaml_source.editing.splices import Splices
from season_calendar.yaml_source.editing.text_edits import TextEditor


def apply(document: Document, operations: Iterable[Operation]) -> Document:
    """The document after the operations, one after the other; the very same one where there are none.

    Raises EditRefusedError, with the line.
    """
    operations = list(operations)
    return _together(document, operations) or _one_by_one(document, operations)


def _together(document: Document, operations: Iterable[Operation]) -> Document | None:
    """The document after the operations, read again only where one needs the text of an earlier one.

    None where a text does not hold the data that was meant. Raises EditRefusedError.
    """
    draft = _Draft(document)
    expected = plain(document.root)
    for operation in operations:
        refused: EditRefusedError | None = None
        try:
            taken = draft.take_in(operation)
        except EditRefusedError as error:
            taken, refused = False, error
        if not taken:
            read = draft.read_back(expected)
            if read is None:
                return None
            draft = _Draft(read)
            try:
                draft.take_in(operation)
            except EditRefusedError as error:
                raise refused or error from None  # the first one knows the lines of the file as it is
        operation.on_data(mapping_in(expected, operation.path))
    return draft.read_back(expected)


def _one_by_one(document: Document, operations: Iterable[Operation]) -> Document:
    """The document after the operations, read back after each, so that the one that goes wrong is named."""
    for operation in operations:
        after = _together(document, [operation])
        if after is None:
            where = mapping_at(document.root, operation.path)
            refuse(document, where, "this place is written in a way that cannot be edited safely")
        document = after
    return document


class _Draft:
    """Operations as splices of one document, as long as none needs to see the text of another.

    Paths are meant as they lead after the operations before; here is kept where they lead in the document.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._editor = TextEditor(document, Handwriting(document))
        self._splices = Splices()
        self._changed: set[Path] = set()
        """Values that are not, or not as they are, in the document."""
        self._around: set[Path] = set()
        """Values in which something is changed."""
        self._set_keys: dict[Path, list[str]] = {}
        """By the path of a mapping: the keys in it that were set."""
        self._items: dict[Path, list[int | None]] = {}
        """By the path of a list: which item of the document each of its items is; None for a new one."""

    def read_back(self, expected: Plain) -> Document | None:
        """The document with all that was taken in; None where it holds anything else than expected."""
        if not self._splices:
            return self._document
        text = self._splices.applied_to(self._document.text)
        try:
            document = parse_yaml(text.encode(), self._document.path)
        except SeasonFileError:
            return None
        return document if plain(document.root) == expected else None

    def take_in(self, operation: Operation) -> bool:
        """Take in an operation; False where it needs text that is not in the document yet. Raises EditRefusedError."""
        path = self._here(operation.path)
        target = (*path, operation.key) if path is not None else ()
        if path is None or target in self._changed:
            return False
        if isinstance(operation, InsertItem | RemoveItem):
            return self._take_in_item(operation, path, target)
        if target in self._around:
            return False
        if isinstance(operation, SetKey):
            if not self._comes_after_new_keys(path, operation):
                return False
            value, order = operation.value, operation.order
            splices = self._editor.set_key(path, operation.key, value, order, apart=operation.apart)
        else:
            splices = self._editor.remove_key(path, operation.key)
        if not self._splices.add(splices, path):
            return False
        if isinstance(operation, SetKey):
            self._set_keys.setdefault(path, []).append(operation.key)
        return self._note(target, changed=True)

    def _comes_after_new_keys(self, path: Path, operation: SetKey) -> bool:
        """Whether a key belongs behind all that were set in its mapping, for that is where its text would come."""
        key, order = operation.key, operation.order
        if key not in order:
            return True
        return all(each in order[: order.index(key)] for each in self._set_keys.get(path, []))

    def _take_in_item(self, operation: InsertItem | RemoveItem, path: Path, target: Path) -> bool:
        entry = mapping_at(self._document.root, path).get(operation.key)
        items = entry.value.items if entry is not None and isinstance(entry.value, SequenceNode) else ()
        now = self._items.get(target) or list(range(len(items)))
        index = now[operation.index] if operation.index < len(now) else len(items)
        if index is None:
            return False
        if isinstance(operation, InsertItem):
            splices = self._editor.insert_item(path, operation.key, index, operation.value, apart=operation.apart)
            makes_or_ends_list = not items
        else:
            makes_or_ends_list = len(items) == 1 or len(now) == 1
            if (*target, index) in self._around or (makes_or_ends_list and target in self._items):
                return False
            splices = self._editor.remove_item(path, operation.key, index)
        if not self._splices.add(splices, target):
            return False
        if isinstance(operation, InsertItem):
            now.insert(operation.index, None)
        else:
            del now[operation.index]
        self._items[target] = now
        return self._note(target, changed=makes_or_ends_list)

    def _here(self, path: Path) -> Path | None:
        """The path in the document; None where it leads to or through what is not there."""
        here: Path = ()
        for key in path:
            place = self._items[here][key] if isinstance(key, int) and here in self._items else key
            if place is None:
                return None
            here = (*here, place)
            if here in self._changed:
                return None
        return here

    def _note(self, target: Path, *, changed: bool) -> bool:
        if changed:
            self._changed.add(target)
        self._around.update(target[:length] for length in range(len(target) + 1))
        return True
