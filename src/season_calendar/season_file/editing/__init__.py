"""What a volunteer means (cancel, move, add a venue …) as operations on a season's text.

Here may live the sense of an edit: which keys it sets and in which order. It must not touch the disk, nor
characters of the text, which is ``yaml_source.editing``'s business; whether the result is a good season is checked
by who writes it.
"""
