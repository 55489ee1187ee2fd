"""The season on a strip of time.

Here may live its axis, its bars and where its codes stand. Knows no words but those that it is given.
"""
