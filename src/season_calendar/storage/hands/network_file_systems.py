"""Whether a file is on another machine, where locks may not hold. Known on Linux only; elsewhere nothing is said."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

_MOUNTS = Path("/proc/self/mountinfo")

_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "lustre", "vboxsf", "fuse.sshfs", "fuse.glusterfs")
)


def network_file_system(path: Path) -> str | None:
    """The kind of network file system that a file is on, such as ``nfs4``; None where it is local, or not known."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    kind = file_system(PurePosixPath(path.resolve()), mounts)
    return kind if kind in _NETWORK else None


def file_system(path: PurePosixPath, mounts: str) -> str | None:
    """The kind of file system that an absolute path is on, by a text as proc_pid_mountinfo(5) describes it."""
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        if not after:
            continue
        # Spaces and the like are written as octal numbers: "\040".
        point = PurePosixPath(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4]))
        # Of two mounted at the same place, the later one hides the other.
        if path.is_relative_to(point) and (best is None or len(point.parts) >= best[0]):
            best = len(point.parts), after.split(" ")[0]
    return best[1] if best else None
