"""The open seasons of this process: loads, publishes, watches and edits their files.

Here may live whatever holds a file and a journal together. ``now`` is passed in, and nothing is printed: it must
not touch the network, a subscriber or a channel, and reads no clock but the monotonic one it is given.
"""
