"""What to remind of, whom and when, in which words, and what becomes of each delivery.

Here may live plans, corrections, the states of a delivery and the rules of trying again. Pure: it must not touch
the database, a channel, a thread or a clock.
"""
