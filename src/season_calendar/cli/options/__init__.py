"""Options that several commands share, each with its name, variable and help in one place."""
