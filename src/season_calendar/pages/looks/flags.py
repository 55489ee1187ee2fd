"""Which packaged flag is a country's. Knows nothing of how a page shows it."""

from __future__ import annotations

from functools import cache

from season_calendar.pages.assets import asset_names


def flag_of(code: str | None) -> str | None:
    """The asset, such as ``flags/se.svg``, that is the flag of an ISO 3166-1 alpha-2 code in capitals; three by two.

    None where there is no country or no flag of it. What names a country otherwise is read by ``country_code``.
    """
    name = f"flags/{code}.svg".lower()
    return name if code and code.isupper() and name in _assets() else None


@cache
def _assets() -> frozenset[str]:
    return frozenset(asset_names())
