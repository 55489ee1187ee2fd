"""The page's drawings, as SVG by the server: the season on a strip of time, and where it goes on two maps.

Here may live whatever turns rounds into ``Markup``. Positions are in percent and sizes in pixels, so that one picture
serves a telephone and a wide screen and its type never scales; colours are classes (``static/drawings.css``), never
attributes. Pure, but for reading the outlines that are packaged with it: it knows no season, no sentence and no clock.
"""
