"""The time zone of a place on earth, from its coordinates, without asking anyone."""

from __future__ import annotations


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA name of the zone on land at that place, in degrees; None at sea and where no such place is.

    The borders are those of the timezone-boundary-builder project, simplified: near one it may be the neighbour's.
    """
    import tzfpy  # its borders take a tenth of a second to load, and only a new venue needs them

    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    name = tzfpy.get_tz(longitude, latitude)
    return None if not name or name.startswith("Etc/") else name
