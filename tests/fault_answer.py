"""Answers that no honest server gives, byte by byte, and how much can come out of a few."""

import functools
import gzip
import zlib
from collections.abc import AsyncIterator

from fault_ending import Group, Wait
from fault_server import (
    CHUNKED,
    UNTIL_CLOSED,
    Reply,
    for_ever,
    http,
    then_closed,
    then_reset,
    then_silent,
)

from nessie_tui.errors import (
    CredentialsRefusedError,
    DeadlineError,
    DecodeError,
    LostError,
    NotFoundError,
    NotHttpError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    ServerTroubleError,
    StalledError,
    TooLargeError,
    UnknownPipelineError,
    UnreadableAnswerError,
    WebPageError,
)

MEGABYTE = 1024 * 1024
_GIGABYTE_IN_MEGABYTES = 1024
PART = b'{"failed":[{"name":"a'
WHOLE = b'{"failed":[{"name":"daily"}]}'
GZIP = "Content-Encoding: gzip"
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
HTML = "Content-Type: text/html"
PACKED = gzip.compress(WHOLE)


def status_line(code: int, *headers: str, body: bytes = b"") -> bytes:
    return http(body, *headers, status_line=f"{code} Simulated")


def retry_after(code: int, *written: str) -> bytes:
    date = "Date: Mon, 23 Nov 2026 20:12:30 GMT"
    return status_line(code, date, *(f"Retry-After: {value}" for value in written))


def deep(levels: int) -> bytes:
    return http(b'{"failed":' + b"[" * levels + b"]" * levels + b"}")


async def built(packed: bytes, *headers: str) -> AsyncIterator[bytes]:
    yield http(packed, *headers)


@functools.cache
def bomb(layers: int) -> bytes:
    """A gigabyte of zeros under so many layers of gzip.

    Only its end is wrong, which nobody gets to: a megabyte is packed once and repeated.
    """
    packer = zlib.compressobj(9, wbits=31)
    head = packer.flush(zlib.Z_FULL_FLUSH)
    megabyte = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + megabyte * _GIGABYTE_IN_MEGABYTES
    for _ in range(layers - 1):
        packed = gzip.compress(packed)
    return packed


IN_HTTP: tuple[Group[Reply], ...] = (
    Group(
        StalledError,
        "no answer in time",
        Wait.ONCE_MORE,
        {
            "nothing at all": then_silent(),
            "half a header": then_silent(b"HTTP/1.1 200 OK\r\nCont"),
            "headers and no body": then_silent(http(length=10)),
            "half a body": then_silent(http(PART, length=len(WHOLE))),
            "half a chunk": then_silent(CHUNKED + b"ff\r\n" + PART),
            "half a gzip": then_silent(http(PACKED[:20], GZIP, length=len(PACKED))),
            "a body that never closes": then_silent(UNTIL_CLOSED + WHOLE),
        },
        is_late=True,
    ),
    Group(
        DeadlineError,
        "no answer in time",
        Wait.PATIENT,
        {
            "headers that trickle": for_ever(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.02),
            "a body that trickles": for_ever(http(length=100_000), b" ", 0.02),
            "chunks that trickle": for_ever(CHUNKED, b"1\r\n \r\n", 0.02),
            "interim answers without end": for_ever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.02),
            "gzip that trickles": for_ever(
                http(PACKED[:10], GZIP, length=100_000), b"\x00\x00\x00\xff\xff", 0.02
            ),
        },
        is_late=True,
    ),
    Group(
        LostError,
        "connection lost",
        Wait.ONCE_MORE,
        {
            "closed without a word": then_closed(),
            "closed in the headers": then_closed(b"HTTP/1.1 200 OK\r\nCont"),
            "closed after the headers": then_closed(http(length=len(WHOLE))),
            "closed before its length": then_closed(http(PART, length=len(WHOLE))),
            "closed between chunks": then_closed(CHUNKED, b"5\r\n{    \r\n"),
            "closed in a chunk": then_closed(CHUNKED, b"ff\r\n" + PART),
            "closed in a gzip": then_closed(http(PACKED[:20], GZIP, length=len(PACKED))),
            "closed in mid-body, no length": then_closed(UNTIL_CLOSED + PART),
            "closed in a word, no length": then_closed(UNTIL_CLOSED + b'{"failed":nul'),
            "closed before the body, no length": then_closed(UNTIL_CLOSED),
            "closed in mid-body, HTTP/1.0": then_closed(b"HTTP/1.0 200 OK\r\n\r\n" + PART),
            "reset without a word": then_reset(),
            "reset in the headers": then_reset(b"HTTP/1.1 200 OK\r\nCont"),
            "reset in mid-body": then_reset(http(PART, length=len(WHOLE))),
            "reset in a chunk": then_reset(CHUNKED, b"ff\r\n" + PART),
            "gzip without its end": http(PACKED[:-9], GZIP),
            "gzip without its end, no length": then_closed(
                b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + PACKED[:-9]
            ),
        },
    ),
    Group(
        DecodeError,
        "unreadable answer",
        Wait.PATIENT,
        {
            "JSON cut short, with a length": http(PART),
            "JSON cut short, in chunks": CHUNKED + b"15\r\n" + PART + b"\r\n0\r\n\r\n",
            "an empty body": http(b""),
            "a blank body": http(b" \r\n"),
            "nothing but a byte order mark": http(b"\xef\xbb\xbf"),
            "an empty gzip": http(b"", GZIP),
            "plain text": http(b"export terminated early", "Content-Type: text/plain"),
            "two documents": http(WHOLE + WHOLE),
            "204": b"HTTP/1.1 204 No Content\r\n\r\n",
            "205": status_line(205),
            "206": status_line(206, body=WHOLE),
            "304": b"HTTP/1.1 304 Not Modified\r\n\r\n",
            "gzip that is none": http(WHOLE, GZIP),
            "gzip that is damaged": http(PACKED[:14] + b"\xff\xff\xff" + PACKED[17:], GZIP),
            "gzip with a wrong sum": http(PACKED[:-8] + bytes(8), GZIP),
            "brotli, which nobody asked for": http(b"\x0b\x02\x80{}\x03", "Content-Encoding: br"),
            "deflate, which nobody asked for": http(
                zlib.compress(WHOLE), "Content-Encoding: deflate"
            ),
            "a list": http(b"[]"),
            "a text": http(b'"soon"'),
            "a number": http(b"7"),
            "a map of nonsense": http(b'{"failed":"soon"}'),
            "NaN": http(b'{"failed":NaN}'),
            "Infinity": http(b'{"failed":-Infinity}'),
            "1e999": http(b'{"failed":1e999}'),
            "Latin-1": http('{"failed":[{"name":"café"}]}'.encode("latin-1")),
            "UTF-16": http(WHOLE.decode().encode("utf-16")),
        },
    ),
    Group(
        DecodeError,
        "unreadable answer",
        Wait.PATIENT,
        {
            "pipelines that are no list": http(b'{"2195193":7}'),
            "a list of pipelines that is a text": http(b'"soon"'),
        },
        route="jobs",
    ),
    Group(
        WebPageError,
        "unreadable answer",
        Wait.PATIENT,
        {
            "a sign-in page": http(PAGE, HTML),
            "a page that says it is JSON": http(PAGE, "Content-Type: application/json"),
            "a page without a length": then_closed(b"HTTP/1.0 200 OK\r\n\r\n" + PAGE[:-20]),
            "a compressed page": http(gzip.compress(PAGE), HTML, GZIP),
        },
    ),
    Group(
        TooLargeError,
        "answer too large",
        Wait.SELDOM,
        {
            "an announced 200 MB": then_closed(http(length=200 * MEGABYTE)),
            "an announced 10**19": then_closed(http(length=10**19)),
            "200 MB without a length": for_ever(UNTIL_CLOSED, bytes(MEGABYTE)),
            "chunks without end": for_ever(CHUNKED, b"100000\r\n" + bytes(MEGABYTE) + b"\r\n"),
            "a gigabyte in gzip": lambda: built(bomb(1), GZIP),
            "a gigabyte in two gzips": lambda: built(bomb(2), "Content-Encoding: gzip, gzip"),
            "a gigabyte in three gzips": lambda: built(
                bomb(3), "Content-Encoding: gzip, gzip, gzip"
            ),
            "two gzips in two headers": http(gzip.compress(PACKED), GZIP, GZIP),
            "33 levels": deep(33),
            "900 levels": deep(900),
            "100,000 levels": deep(100_000),
            "100,000 levels that never close": http(b"[" * 100_000),
        },
    ),
    Group(
        NotHttpError,
        "unreadable answer",
        Wait.SELDOM,
        {
            "a bad status line": then_closed(b"HTTP/1.1 fine thanks\r\n\r\n"),
            "a status of two digits": then_closed(b"HTTP/1.1 20 OK\r\n\r\n"),
            "an SSH banner": then_closed(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"),
            "HTTP/0.9": then_closed(b"<html>hello</html>\n\n"),
            "two lengths": then_closed(http(WHOLE, "Content-Length: 7")),
            "a length that is none": then_closed(
                b"HTTP/1.1 200 OK\r\nContent-Length: soon\r\n\r\n"
            ),
            "a length below zero": then_closed(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
            "an unknown transfer encoding": then_closed(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: tea\r\n\r\n"
            ),
            "a header without a colon": then_closed(b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"),
            "another protocol from here on": then_closed(
                b"HTTP/1.1 101 Switching\r\nUpgrade: tea\r\nConnection: upgrade\r\n\r\n"
            ),
            "a chunk that lies": then_closed(CHUNKED, b"zz\r\n{}\r\n"),
        },
    ),
    Group(
        UnreadableAnswerError,
        "unreadable answer",
        Wait.PATIENT,
        {"a header of 200 KB": http(WHOLE, "X: " + "x" * 200_000)},
    ),
    Group(
        RedirectedError,
        "redirected ({status})",
        Wait.SELDOM,
        {
            f"{code} to {place or 'nowhere'}": status_line(code, f"Location: {place}")
            for code, place in (
                (300, ""),
                (301, "https://elsewhere.invalid/api/2.0/"),
                (302, "//elsewhere.invalid/"),
                (303, "/"),
                (307, "http://[nowhere"),
                (307, "http://127.0.0.1:99999/"),
                (308, "tel:1"),
            )
        },
    ),
    Group(
        RejectedError,
        "request refused ({status})",
        Wait.SELDOM,
        {str(code): status_line(code) for code in (400, 405, 409, 410, 418, 422, 451)},
    ),
    Group(
        RejectedError,
        "request refused",
        Wait.SELDOM,
        {"an error in a 200": http(b'{"error":"export terminated early"}')},
    ),
    Group(
        NotFoundError,
        "not found (404)",
        Wait.SELDOM,
        {"404 for the pipelines": status_line(404)},
        route="jobs",
    ),
    Group(
        UnknownPipelineError,
        "unknown pipeline",
        Wait.AS_EVER,
        {"404 for a pipeline": status_line(404, body=b'{"error":"no such pipeline"}')},
        client_kind=NotFoundError,
    ),
    Group(
        CredentialsRefusedError,
        "sign-in refused (401)",
        Wait.FOR_A_PERSON,
        {"401": status_line(401)},
    ),
    Group(PlanRefusedError, "not in this plan (402)", Wait.FOR_A_PERSON, {"402": status_line(402)}),
    Group(PermissionRefusedError, "no access (403)", Wait.FOR_A_PERSON, {"403": status_line(403)}),
    Group(
        PermissionRefusedError,
        "no access (403)",
        Wait.FOR_A_PERSON,
        {"403 whose words never come": then_silent(http(status_line="403 No", length=9))},
        is_late=True,
    ),
    *(
        Group(
            RateLimitedError,
            "throttled (429)",
            wait,
            {f"429, {value}": retry_after(429, value)},
        )
        for value, wait in (
            ("7", Wait.TOLD_7),
            ("Mon, 23 Nov 2026 20:12:39 GMT", Wait.TOLD_9),
            ("0", Wait.AT_ONCE),
            ("86400", Wait.TOLD_LONG),
            ("Mon, 23 Nov 2026 20:12:29 GMT", Wait.HUMBLE),
            ("-1", Wait.HUMBLE),
            ("1.5", Wait.HUMBLE),
            ("soon", Wait.HUMBLE),
            ("9" * 20, Wait.HUMBLE),
        )
    ),
    Group(RateLimitedError, "throttled (429)", Wait.HUMBLE, {"429 and no more": status_line(429)}),
    Group(
        ServerTroubleError,
        "server trouble ({status})",
        Wait.PATIENT,
        {str(code): status_line(code, body=PAGE) for code in (500, 502, 503, 504, 529, 599)},
    ),
    Group(
        ServerTroubleError,
        "server trouble (503)",
        Wait.TOLD_30,
        {"503, 30": retry_after(503, "30")},
    ),
)
