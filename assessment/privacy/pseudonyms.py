"""Pseudonyms: the same person gets the same word, and nobody without the key can tell who it is.

Takes the key of a workspace and a text (an address, an id) and returns 16 hexadecimal digits of HMAC-SHA256
(RFC 2104). Under the law this is still personal data for whoever holds the key; the key stays out of every export.
"""

import hashlib
import hmac

ANONYMOUS = "anonymous-"  # before the pseudonym of somebody without an address: it holds within one file or one round only


def pseudonym(key: bytes, text: str) -> str:
    """16 hexadecimal digits for a text; ValueError for a key under 16 bytes, which could be guessed."""
    if len(key) < 16:
        raise ValueError("the pseudonym key must have at least 16 bytes")
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]
