"""The feeds over HTTP: one Starlette application, what it keeps in memory, and the server that runs it.

Here may live addresses, header fields, compression and time-outs. It asks ``seasons`` what is published and
``feeds`` for bytes: it must not touch files, the database or the words of an event.
"""
