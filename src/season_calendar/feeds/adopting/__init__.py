"""A history out of the feeds themselves, for a season whose journal was lost.

Here may live the reading of feeds that this program wrote, and what their events tell of facts and stamps. Pure: where
the feeds come from, and whether they are to be adopted, is decided elsewhere.
"""
