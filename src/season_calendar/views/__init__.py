"""What is shown, as values: the command line and the web only print it. Pure."""
