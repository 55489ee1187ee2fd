"""The feeds over HTTP: one Starlette application, and the server that runs it."""
