"""Compiles the translations into the wheel. An editable install needs none: a source tree is read as it is written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "season_calendar/wording/locales/*/LC_MESSAGES/*.po"


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Puts a compiled .mo beside each .po of the wheel, and none into the source tree, where it would grow old."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue and tell hatchling where it belongs."""
        if version == "editable":
            return
        sources = Path(self.root, "src")
        self._compiled = TemporaryDirectory()
        for catalogue in sources.glob(CATALOGUES):
            target = catalogue.relative_to(sources).with_suffix(".mo")
            compiled = Path(self._compiled.name, target)
            compiled.parent.mkdir(parents=True)
            with catalogue.open("rb") as source, compiled.open("wb") as file:
                write_mo(file, read_po(source))
            build_data["force_include"][str(compiled)] = target.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, now that it is in the wheel."""
        if version != "editable":
            self._compiled.cleanup()
