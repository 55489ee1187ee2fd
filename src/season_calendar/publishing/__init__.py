"""What was published and what changed since: facts of events and their codec, the rules, the changes.

Here may live what is true of an event and when its stamps rise. Pure: it must not touch words, iCalendar or where
the journal is kept.
"""
