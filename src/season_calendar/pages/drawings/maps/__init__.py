"""Where a season goes, on two maps: a lens on the most of its rounds, and the world.

Here may live projections, outlines, the route and where labels stand. Knows no words but those that it is given.
"""
