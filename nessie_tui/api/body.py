"""Reading an answer's bytes without trusting their number.

httpx inflates 1,787 bytes to 2 GB when content encodings are stacked, and its timeouts bound the
pause between two bytes, not their sum. Here raw bytes are read, at most one gzip layer is undone in
small steps, and both sizes have a limit. The caller holds the clock.
"""

import zlib

import httpx

from nessie_tui.errors import DecodeError, LostError, TooLargeError

MAX_BYTES = 64 * 1024 * 1024
"""The largest answer kept, decompressed: five times that of 50,000 tasks."""

_STEP = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


async def read_body(response: httpx.Response, limit: int = MAX_BYTES) -> bytes:
    """Return the whole decompressed body of a streamed `response`.

    Raises:
        TooLargeError: The body is, or says it is, longer than `limit` bytes, or it is compressed
            more than once, which is how little becomes a lot.
        DecodeError: It is compressed in a way nobody asked for, or not as it says.
        LostError: It is compressed, and ends too early.
        httpx.HTTPError: The connection failed on the way.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > limit:
        raise _too_large(limit)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return await _read_raw(response, limit)
    if encoding in {"gzip", "x-gzip"}:
        return await _read_gzip(response, limit)
    if "," in encoding:
        msg = "the answer is compressed more than once"
        raise TooLargeError(msg)
    msg = "the answer's content encoding was not asked for"
    raise DecodeError(msg)


def has_length(response: httpx.Response) -> bool:
    """Tell whether the answer itself says where its body ends, not only the connection."""
    return "content-length" in response.headers or "transfer-encoding" in response.headers


async def _read_raw(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


async def _read_gzip(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    inflate = zlib.decompressobj(_GZIP)
    has_begun = False
    try:
        async for chunk in response.aiter_raw():
            pending = chunk
            has_begun = True
            while pending and not inflate.eof:
                body += inflate.decompress(pending, _STEP)
                pending = inflate.unconsumed_tail
                if len(body) > limit:
                    raise _too_large(limit)
    except zlib.error:
        msg = "the answer is not valid gzip"
        raise DecodeError(msg) from None
    if has_begun and not inflate.eof:
        msg = "the compressed answer is cut off"
        raise LostError(msg)
    return bytes(body)


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"the answer is larger than {limit // (1024 * 1024)} MB")
