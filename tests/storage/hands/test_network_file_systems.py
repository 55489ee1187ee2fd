"""Which file system a file is on, by the system's list of mounts."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from season_calendar.storage.hands.network_file_systems import file_system

MOUNTS = r"""
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:20 / /proc rw,nosuid - proc proc rw
40 21 0:40 / /srv rw,relatime shared:5 master:2 - nfs4 nas.example:/srv rw,vers=4.2
41 40 8:2 / /srv/local rw,relatime - xfs /dev/sdb1 rw
42 21 0:42 / /mnt/my\040share rw - cifs //nas/share rw
43 21 0:43 / /data rw - ext4 /dev/sdc1 rw
44 21 0:44 / /data rw - fuse.sshfs anna@nas:/data rw
a line that is none
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/seasons.db", "ext4"),
        ("/srv/seasons.db", "nfs4"),
        ("/srv/local/seasons.db", "xfs"),
        ("/srvother/seasons.db", "ext4"),
        ("/mnt/my share/seasons.db", "cifs"),
        ("/data/seasons.db", "fuse.sshfs"),
    ],
)
def test_the_nearest_mount_counts_and_of_two_in_one_place_the_later(path: str, kind: str) -> None:
    assert file_system(PurePosixPath(path), MOUNTS) == kind


def test_without_any_mount_it_is_not_known() -> None:
    assert file_system(PurePosixPath("/srv/seasons.db"), "") is None
