"""What somebody chose to see or to hear of: one value, and the one table by which it is read and written.

Here may live options and what they may be: a new one is a field and a row. Pure: it must not touch feeds,
subscribers or requests, which all read the same choices.
"""
