"""Whatever a page links to on its own site is there."""

from __future__ import annotations

import httpx
from support.browsing import links_of
from support.served_site import Site

from .conftest import Visit


def test_no_page_has_a_dead_link(site: Site, visit: Visit) -> None:
    links: dict[str, str] = {}
    with visit(site) as visited:
        for path in (*site.paths(), *(f"/de{path}" for path in site.one_path_of_each_kind())):
            visited.go(path)
            links.update(dict.fromkeys(links_of(visited.page), path))

    own = {link: path for link, path in links.items() if link.startswith(site.url)}
    with httpx.Client() as client:
        dead = {link: path for link, path in own.items() if client.get(link).status_code != 200}
    assert len(own) > len(site.paths())
    assert dead == {}
