"""The command line: one file a command, which reads its options, calls, and shows what came of it.

``commands/`` look, serve and send; ``edits/`` change a season file. ``options/``, ``published/`` and ``services/`` are
what several of them share. What is decided is decided below, in ``views`` and ``seasons``: here may live options, words
for the operator, tables and colours. The only room that knows click and rich; it must not touch YAML text, tables of
the database or iCalendar lines.
"""
