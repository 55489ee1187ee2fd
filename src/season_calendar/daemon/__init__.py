"""The reminder daemon: when to wake, what to claim, whom to send, what to settle.

Here may live threads, alarms and circuit breakers. What is due and what it says is decided in ``reminders``, what
is kept stands in ``storage``: it must not touch season files, and never decides what a message says.
"""
