"""The builder, by which somebody chooses what is in their calendar: what was asked for, the form that shows it, the one
address that it is, and what calendars do with that. It has no options of its own: it reads and writes a ``Choice``.
"""
