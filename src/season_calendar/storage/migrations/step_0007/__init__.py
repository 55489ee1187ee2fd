"""What step 0007 needs: what readers know is worked out from the deliveries of before and the journal.

Complete in itself: it must give the same for ever, however knowledge is written by then.
"""
