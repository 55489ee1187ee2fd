"""A command of this program running in a process of its own, as a person starts and ends it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 120.0
"""How long to wait for what must come: long, for a busy machine; a test that passes never waits so long."""


class Running:
    """``season-calendar WORDS…`` in a folder, until the ``with`` block ends it."""

    def __init__(self, words: Sequence[str], folder: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SEASON_CALENDAR")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "season_calendar", *words],
            cwd=folder,
            env={**environment, "XDG_DATA_HOME": str(folder / "data"), "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._seen: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """All lines waited for so far."""
        return "".join(self._seen)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until a line matches. Fails with the output where the process ends, or says nothing for too long."""
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"no line matched {pattern!r}:\n{self.output}")
            self._seen.append(line)
            if match := re.search(pattern, line):
                return match

    def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        self._process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for the end; returns the exit code."""
        code = self._process.wait(PATIENCE_SECONDS)
        self._reader.join()
        while (line := self._lines.get()) is not None:
            self._seen.append(line)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        if self._process.stdout is not None:
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)
