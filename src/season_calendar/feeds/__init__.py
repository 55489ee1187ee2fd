"""Publications as iCalendar feeds: which feeds there are, and the bytes of what was chosen of them.

Here may live lines, their order and their folding, alarms and addresses of feeds. Pure: it must not touch HTTP,
files or the journal, and decides neither what changed nor a word of what is said.
"""
