"""From degrees to the plane. Longitudes may go beyond 180: behind the date line the globe goes on. Knows no map."""

from __future__ import annotations

from math import asin, asinh, cos, pi, radians, sin, sqrt, tan

Point = tuple[float, float]

# Šavrič, Patterson, Jenny: The Equal Earth map projection, International Journal of Geographical Information Science
# 33 (3), 2019 (online 2018), equations 8 to 10.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796

_FARTHEST_NORTH = 85.0  # Mercator has no poles


def equal_earth(longitude: float, latitude: float) -> Point:
    """Equal Earth, in radii: x from -2.71 to 2.71, y up from -1.32 to 1.32. Areas are true."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def mercator(longitude: float, latitude: float) -> Point:
    """Mercator, in degrees of longitude: x is the longitude, y up and 0 at the equator. Shapes are true."""
    bounded = min(max(latitude, -_FARTHEST_NORTH), _FARTHEST_NORTH)
    return longitude, asinh(tan(radians(bounded))) * 180 / pi


def near_longitude(longitude: float, other: float) -> float:
    """The longitude, as many times around the globe as brings it next to the other one."""
    return longitude + 360 * round((other - longitude) / 360)
