"""Nodes to a Season, or to every problem at once. Writes nothing, and asks no file system."""
