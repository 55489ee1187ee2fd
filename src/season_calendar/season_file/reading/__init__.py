"""Nodes to a Season, or to every problem at once, with its place and its remedy.

Here may live whatever looks at several keys together, and warnings. It must not touch the disk, and changes
nothing.
"""
