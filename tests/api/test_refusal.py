"""What an answer that is not a 200 means, and how long it asks to be left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.api.refusal import error_for, retry_after_s, said
from nessie_tui.errors import (
    CredentialsRefusedError,
    DecodeError,
    NotFoundError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    ServerTroubleError,
)
from nessie_tui.model.text import clean

ANSWERED = "Sun, 22 Nov 2026 18:30:00 GMT"


@pytest.mark.parametrize(
    ("statuses", "kind"),
    [
        ([400, 405, 408, 409, 418, 422, 451], RejectedError),
        ([404], NotFoundError),
        ([401], CredentialsRefusedError),
        ([402], PlanRefusedError),
        ([403], PermissionRefusedError),
        ([429], RateLimitedError),
        ([500, 502, 503, 504, 599], ServerTroubleError),
        ([300, 301, 302, 303, 307, 308], RedirectedError),
        ([101, 201, 204, 206, 304], DecodeError),
    ],
)
def test_every_status_has_its_error(statuses, kind):
    for status in statuses:
        error = error_for(status, {}, b'{"error":"because"}')
        assert (type(error), error.status) == (kind, status)


@pytest.mark.parametrize(
    ("name", "kind", "detail"),
    [
        (
            "error-wrong-region",
            RejectedError,
            "request failed with error: invalid project id for cluster",
        ),
        ("error-page", ServerTroubleError, "502 Bad Gateway"),
        (
            "error-plain-text",
            ServerTroubleError,
            "upstream connect error or disconnect/reset before headers",
        ),
        ("error-escapes", RejectedError, "^[]52;c;aGVsbG8=^G^[[2J\N{REPLACEMENT CHARACTER}gone"),
        ("error-empty", ServerTroubleError, ""),
        (
            "error-too-often",
            RateLimitedError,
            "too many export requests in progress for this project",
        ),
        ("error-method", RejectedError, "method not allowed"),
    ],
    ids=lambda value: value if isinstance(value, str) and "-" in value[:6] else "",
)
def test_traps_20_23_24_26_an_error_says_what_it_can(recorded, name, kind, detail):
    answer = recorded(name)
    error = error_for(answer.status, {}, answer.body)
    assert (type(error), error.detail, error.status) == (kind, detail, answer.status)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"message":"no"}', "no"),
        (b'{"error":null}', ""),
        (b'{"error":{"code":7}}', "?"),
        (b'{"error":7}', "7"),
        (b'"no"', "no"),
        (b"null", ""),
        (b" to_date cannot be later than today", "to_date cannot be later than today"),
        (b"\xff\xfe", "\N{REPLACEMENT CHARACTER}" * 2),
        (b"<p>no title</p>", "a page"),
        (b"\n<html><TITLE lang=en>\nSign in\n</TITLE>", "Sign in"),
        pytest.param(b"[" * 100_000, "[" * 255 + "…", id="deep"),
    ],
)
def test_an_error_is_heard_in_any_shape(body, detail):
    assert said(body) == detail


@pytest.mark.parametrize(
    "body",
    [b"<title>" * 9_000, b"<title" * 9_000, b" " * 60_000 + b"<title>"],
    ids=["whole tags", "half tags", "far behind"],
)
def test_a_page_of_unclosed_titles_is_no_long_search(body):
    """The search took seconds, in which the screen stood still."""
    began_s = time.process_time()
    assert said(body) == "a page"
    assert time.process_time() - began_s < 0.5


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        (" 7 ", 7.0),
        ("3600", 3600.0),
        ("9" * 20, None),
        ("-7", None),
        ("1.5", None),
        ("soon", None),
        ("\u0667", None),
        ("Sun, 22 Nov 2026 18:30:09 GMT", 9.0),
        ("Sun, 22 Nov 2026 20:30:09 +0200", 9.0),
        ("Sun, 22 Nov 2026 18:29:00 GMT", None),
        ("Sun, 22 Nov 2026 18:30:00 GMT", None),
        ("Sun, 22 Nov 2026 18:30:09 -0000", None),
        ("Sun, 31 Feb 2026 18:30:00 GMT", None),
        ("Sun, 22 Nov 99999999999999999999 18:30:00 GMT", None),
        ("Sun, 22 Nov 2026 99999999999999999999:30:00 GMT", None),
        ("Sun, 22 Nov 2026 18:30:00 +99999999999999", None),
    ],
)
def test_retry_after_is_read_against_the_clock_of_the_answer(written, seconds):
    headers = {"date": ANSWERED} | ({} if written is None else {"retry-after": written})
    assert retry_after_s(headers) == seconds


@pytest.mark.parametrize("answered", ["", "soon", "Sun, 22 Nov 99999999999999999999 18:30:00 GMT"])
def test_retry_after_is_read_against_ours_where_the_answer_has_none(answered):
    headers = {"date": answered, "retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}
    assert retry_after_s(headers) > 3600
    assert retry_after_s(headers | {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) is None


date_words = st.lists(
    st.sampled_from([*"0179,:+-()/ x", "Oct", "Sun,", "2026", "07:28:00", "GMT", "9" * 20])
    | st.text(max_size=3),
    max_size=9,
)


@given(date_words.map(" ".join), date_words.map("".join))
def test_any_retry_after_is_a_wait_or_nothing(written, answered):
    seconds = retry_after_s({"retry-after": written, "date": answered})
    assert seconds is None or seconds >= 0


@given(st.integers(101, 999).filter(lambda status: status != 200), st.binary(max_size=200))
def test_any_body_of_an_error_is_told_in_clean_words(status, body):
    detail = error_for(status, {"location": body.decode("latin-1")}, body).detail
    assert clean(detail) == detail
