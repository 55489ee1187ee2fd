"""How the page looks where that depends on a season: its accent colour on each surface, the flags of its countries.

Here may live what makes style sheets and names of assets from plain values. It must not know pages, words or seasons.
"""
