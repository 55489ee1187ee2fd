"""The pictures for sharing: what is shown where somebody sends the address of a page to others.

They are drawn as text (SVG) in the look of the board and made into PNG. They show no countdown and nothing that is true
for a moment only, because whoever shows them keeps them for weeks.
"""
