"""Every sentence a subscriber reads, and events told in them. Decides nothing, and prints nothing."""
