"""The tree that is drawn of the program's errors is the one there is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import season_calendar
from season_calendar import errors

DRAWN = re.compile(r"^    (?P<branches>(?:[│ ]   )*(?:[├└]── )?)(?P<name>[A-Z]\w+Error)\b", re.MULTILINE)


def drawn_tree() -> set[tuple[str, str]]:
    """Each error that is drawn, with the one it hangs from."""
    tree, above = set(), ["Exception"]
    for match in DRAWN.finditer(errors.__doc__ or ""):
        depth = len(match["branches"]) // 4
        tree.add((match["name"], above[depth]))
        above[depth + 1 :] = [match["name"]]
    return tree


def real_tree() -> set[tuple[str, str]]:
    """Each exception class of the package, wherever it stands, with its base."""
    names = [its.name for its in pkgutil.walk_packages(season_calendar.__path__, "season_calendar.")]
    modules = [
        importlib.import_module(name)
        for name in names
        if not name.endswith((".__main__", ".migrations.env"))  # these run something when they are imported
    ]
    return {
        (name, its.__bases__[0].__name__)
        for module in modules
        for name, its in inspect.getmembers(module, inspect.isclass)
        if issubclass(its, BaseException) and its.__module__.startswith("season_calendar")
    }


def test_every_exception_class_of_the_package_is_drawn_where_it_hangs() -> None:
    assert drawn_tree() == real_tree()


def test_every_error_lives_in_one_module() -> None:
    assert {name for name, _ in real_tree()} == {
        name for name, its in inspect.getmembers(errors, inspect.isclass) if issubclass(its, BaseException)
    }
