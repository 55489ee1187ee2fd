"""What was published and what changed since: facts of events, the journal's rules, changes in words. All pure."""
