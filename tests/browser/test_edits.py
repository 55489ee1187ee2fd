"""An edited season file is seen by who looks again."""

from __future__ import annotations

import time
from pathlib import Path

from support.browsing import Visited
from support.served_site import IN_ITALY, served, wtcr_2021

from .conftest import Visit


def reload_until_shown(visited: Visited, text: str) -> None:
    """Look again, as somebody at the page would, for half a minute at most."""
    deadline = time.monotonic() + 30
    while text not in visited.page.locator("body").inner_text():
        assert time.monotonic() < deadline, f"{text!r} was never shown"
        time.sleep(0.3)
        visited.page.reload()


def test_an_edit_is_shown_by_a_reload(tmp_path: Path, visit: Visit) -> None:
    with served(tmp_path, wtcr_2021(), IN_ITALY) as site, visit(site) as visited:
        visited.go("/wtcr/2021/")
        assert "Race of Italy" in visited.page.locator("body").inner_text()

        file = tmp_path / "wtcr.yaml"
        file.write_bytes(file.read_bytes().replace(b"Race of Italy", b"Trofeo Adria"))

        reload_until_shown(visited, "Trofeo Adria")
        visited.assert_faultless()
