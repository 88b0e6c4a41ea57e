"""Unpacks gzip data up to a limit."""

import zlib

from onrecord.ingest.limits import OverLimit, too_large

GZIP = b"\x1f\x8b"


def unpacked(raw: bytes, most: int, advice: str = "") -> bytes:
    """The data without its gzip packing, if it has one. Args: most: bytes; advice: what to do if it has more.

    Raises:
        OverLimit: it is larger, or broken.
    """
    if not raw.startswith(GZIP):
        return raw
    try:
        content = zlib.decompressobj(wbits=31).decompress(raw, most + 1)
    except zlib.error:
        raise OverLimit("its gzip data is broken; try again later") from None
    if len(content) > most:
        raise OverLimit(too_large(most) + advice)
    return content
