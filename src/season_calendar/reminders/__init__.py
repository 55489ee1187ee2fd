"""What to remind of, whom and when, in which words, and what becomes of each delivery. All pure."""
