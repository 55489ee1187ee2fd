"""What is shown, as values: what comes next, what subscribers will see, which reminders lie ahead.

Here may live whatever more than one of the command line, the web and programs want to know. Pure: it must not
print, read a file or a clock, or know for whom it is.
"""
