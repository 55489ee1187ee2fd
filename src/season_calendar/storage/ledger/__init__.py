"""What every reader was told, row by row, and the record of what became of every message.

Here may live the statements on both tables and how their rows are read and written. What is to be told is decided in
``reminders``; who is gone, in ``hands``.
"""
