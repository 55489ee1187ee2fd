"""What a reader of a round knows, what they are told next and when, and in which words.

Here may live the one rule of reminding, what it is asked with and what follows from it. Pure: it must not touch the
database, a channel, a thread or a clock.
"""
