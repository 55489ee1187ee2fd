"""What is kept: the journal of publications, subscribers, what each was told, and the record.

In a database, the journal also in a text file. Here may live tables, migrations, queries and the texts of rows. It
keeps what it is given: what is to be published, sent or chosen is decided in the rooms below, and it must not touch
a season file, a socket or a clock.
"""
