"""The open seasons of this process: loads, publishes, watches. Never reads a clock."""
