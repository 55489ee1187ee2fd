"""What somebody chose to see or to hear of, and the one table by which it is read and written. All pure."""
