"""Every sentence a subscriber reads, in every language, and events and their changes told in them.

Here may live whole sentences, CLDR's dates and lengths, catalogues. Pure: it decides nothing and prints nothing; it
must not touch what the command line tells its operator, and no other room may put a sentence together.
"""
