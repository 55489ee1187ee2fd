"""What the commands that serve and remind share: how they are opened, and how they run in several processes."""
