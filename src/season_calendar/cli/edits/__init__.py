"""The commands that change a season file: one file for each kind of thing in it, and what they share."""
