"""What is kept: the journal of publications, subscribers, the ledger of deliveries. In a database, or a text file."""
