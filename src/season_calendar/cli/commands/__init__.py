"""The commands that look, build, serve, remind and keep subscribers: one file each, imported only when it is run."""
