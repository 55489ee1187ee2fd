"""A race season in one YAML file becomes calendar feeds that stay right and reminders that arrive.

The package itself imports nothing, so that the command line starts fast. Where each thing lives, and which way
imports may go, is told in ``docs/architecture.md``.
"""

__version__ = "0.1.0"
