"""The open seasons of this process: loads, publishes, watches and edits their files. ``now`` is passed in."""
