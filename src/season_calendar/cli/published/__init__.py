"""What was published before, as commands ask for it: in a journal, in a folder of feeds, or under a web address."""
