"""What a person means (cancel, move, add …) as operations on a text. Writes no file; checks no season."""
