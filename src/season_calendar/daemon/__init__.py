"""The reminder daemon: when to look, what to claim, what to hand over, what to settle.

Here may live the loop, its threads, alarms and the lines in which messages wait. What is told, and when, is decided in
``reminders``, what is kept stands in ``storage``: it must not read season files, and never decides what a message says.
"""
