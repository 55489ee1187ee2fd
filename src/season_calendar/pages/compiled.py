"""Templates as they were compiled, kept beside them as Python keeps compiled modules, and by its rules. Knows no page.

To compile all of them takes a seventh of the time in which a site of three seasons is built.
"""

from __future__ import annotations

import contextlib
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """The compiled templates of a ``folder``, each in ``__pycache__`` or where ``PYTHONPYCACHEPREFIX`` says.

    One is used only if it was made of the same source, with the same ``options`` of an environment, by a Jinja and a
    Python that write alike. Where nothing may be written, each process compiles for itself.
    """

    def __init__(self, folder: Path, options: str) -> None:
        self._folder = folder
        self._options = options

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Where a template's file is."""
        return cache_from_source(str(self._folder / name)).removesuffix(".pyc") + ".template"

    def get_source_checksum(self, source: str) -> str:
        """What tells it from one that was made of something else, or in another way."""
        return super().get_source_checksum(f"{self._options}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled, if it is there."""
        with contextlib.suppress(Exception):  # whatever lies there is no reason not to start
            bucket.bytecode_from_string(Path(bucket.key).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, if that may be."""
        if sys.dont_write_bytecode:
            return
        path = Path(bucket.key)
        new = path.with_name(f"{path.name}.{os.getpid()}")  # another process may keep, or read, the same one meanwhile
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                new.write_bytes(bucket.bytecode_to_string())
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)
