"""How the tables come to be and change: Alembic's environment and, in ``versions``, one file a step.

A change of ``tables`` needs a new step and its revision at the end of ``REVISIONS``.
"""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision there ever was, oldest first. Told here so that looking at it does not import Alembic (0.6 s)."""
