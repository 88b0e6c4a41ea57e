"""Secret tokens of keys and shared conversations. They are given out once; only their hash is stored."""

import hashlib
import secrets


def make_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """The token has 256 random bits, so a fast hash is safe. Whatever a request may send as a token has a hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
