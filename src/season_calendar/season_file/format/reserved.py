"""Ids that are addresses of the program, or will be: no series or round can have them any more."""

from __future__ import annotations

_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

NO_SERIES_IDS = frozenset({"all", "healthz"})
"""Ids that no series ever had: the feed of all, and the server's health."""

RESERVED_SERIES_IDS = NO_SERIES_IDS.union(
    [
        "about",
        "api",
        "changes",
        "data",
        "drivers",
        "embed",
        "feeds",
        "metrics",
        "readyz",
        "static",
        "subscribe",
        "titles",
        "widget",
    ],
    _LANGUAGES.split(),
)
"""Addresses beside those of the series, among them the page in each language (ISO 639-1). A series that was published
under one of them before it was reserved keeps it."""

RESERVED_SEASON_IDS = frozenset({"changes"})
"""Addresses beside those of a series' seasons. A season that was published under one before keeps its feeds, but its
page is at the address of its series alone."""

RESERVED_ROUND_IDS = frozenset({"changes"})
"""Addresses beside those of a season's rounds."""
