"""Connections, from their first byte to their last: who may have one, for how long, what is read and written on it.

Here may live what rides on uvicorn's protocol, or on sockets and their limits. What an answer says is made in
``web.answers`` and by the application: here it is only looked up and written, and no choice or season is known.
"""
