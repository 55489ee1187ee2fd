"""The reminder daemon: wakes when something is due, plans, claims, sends, settles."""
