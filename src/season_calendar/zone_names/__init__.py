"""Names of time zones: which there are, what a text that is none may mean, and which are rarely meant. No file is read
and no database of zones loaded before something is asked.
"""
