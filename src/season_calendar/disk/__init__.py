"""The only door to text files: read with a fingerprint, lock, replace as a whole, notice a change.

Here may live locks, temporary files, owners and attributes. What a file means is not known here.
"""

from season_calendar.disk.locking import LONGEST_WAIT
from season_calendar.disk.reading import LARGEST_FILE, FileContent, Stamp, fingerprint, read, stamp
from season_calendar.disk.writing import LockedFile, create, locked, remove, write_if_changed

__all__ = [
    "LARGEST_FILE",
    "LONGEST_WAIT",
    "FileContent",
    "LockedFile",
    "Stamp",
    "create",
    "fingerprint",
    "locked",
    "read",
    "remove",
    "stamp",
    "write_if_changed",
]
