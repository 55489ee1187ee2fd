"""Addresses as they may be shown: a webhook's path and query are as good as a password, and so never shown.

This module is light, so that a list of subscribers can be printed without loading what sends.
"""

from __future__ import annotations

from urllib.parse import urlsplit

CONSOLE_ADDRESS = ""
"""The console is one place: its subscribers have no address."""


def mask(kind: str, address: str) -> str:
    """An address fit for logs and lists: ``https://example.org/…`` for a webhook, a mail address as it is."""
    if kind == "webhook":
        return masked_url(address)
    if kind == "email":
        return address
    return "" if address == CONSOLE_ADDRESS else "…"


def masked_url(url: str) -> str:
    """Scheme, host and port of a URL, without user, password, path and query; ``…`` where it is no URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # its text quotes the URL
        return "…"
    if not host or not parts.scheme:
        return "…"
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown_host}{'' if port is None else f':{port}'}/…"
