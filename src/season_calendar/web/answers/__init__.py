"""What a request for a feed is answered with: made once, kept as bytes, and right for as long as it is kept.

Knows header fields and publications, and no socket, parser or framework.
"""
