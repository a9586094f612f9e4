"""Whatever comes back becomes values of ours or one of our errors, and no text in it can bite."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nessie_tui.api.endpoints import jobs, status, timeline
from nessie_tui.errors import DecodeError, RejectedError, TooLargeError
from nessie_tui.model.state import STATES
from nessie_tui.model.text import clean

DECODERS = {"jobs": jobs.decode, "status": status.decode, "timeline": timeline.decode}
FIXTURES = Path(__file__).parent.parent / "fixtures"
RECORDED = [path.read_bytes() for path in sorted(FIXTURES.iterdir())]
TASK_FIELDS = ("name", "state", "run_at", "last_finish", "from_date", "to_date")

every_reader = pytest.mark.parametrize("decode", DECODERS.values(), ids=DECODERS)

any_text = st.text(st.characters(exclude_categories=[]), max_size=300)
JOB_FIELDS = ("Dispatcher", "sync_enabled", "last_dispatched", "frequency")
DAY_FIELDS = ("day_syncs", "date", "sync_times", "status")
ODD_FIELDS = ("error", "code", "project_id", "Secret", "")
member_names = any_text | st.sampled_from(
    [*TASK_FIELDS, *STATES, *JOB_FIELDS, *DAY_FIELDS, *ODD_FIELDS]
)
true_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**30, max_value=10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | any_text
)


def nested(scalars: st.SearchStrategy) -> st.SearchStrategy:
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(member_names, inner, max_size=5)
        ),
        max_leaves=12,
    )


true_json = nested(true_scalars)
any_json = nested(true_scalars | st.floats())
# Close to what Mixpanel sends, with anything where a value should be.
likely_items = st.dictionaries(member_names, true_scalars, max_size=8) | true_json
likely_lists = st.dictionaries(member_names, st.lists(likely_items, max_size=3), max_size=3)
likely_json = likely_lists | st.dictionaries(member_names, any_json | likely_items, max_size=4)

# Exactly what Mixpanel sends, as its pages have it.
plain_text = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters='"\\'), max_size=40
)
sent_tasks = st.fixed_dictionaries(
    dict.fromkeys(TASK_FIELDS, plain_text) | {"state": st.sampled_from(sorted(STATES))},
    optional={"project_id": st.none() | st.integers(0, 10**10)},
)
sent_status = st.dictionaries(plain_text, st.lists(sent_tasks, max_size=5), max_size=5)


def wire(document: object, *, ascii_only: bool = True) -> bytes:
    text = json.dumps(document, ensure_ascii=ascii_only)
    return text.encode("utf-8", "surrogatepass")


def texts(value: object) -> Iterator[str]:
    """Every text in a value of ours; a name kept for asking with is no text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts(key)
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def assert_sound(decode, body: bytes) -> None:
    try:
        value = decode(body)
    except (DecodeError, RejectedError, TooLargeError) as error:
        found = list(texts((error.detail, str(error))))
    else:
        found = list(texts(value))
    assert [clean(text) for text in found] == found


@every_reader
@given(document=any_json | likely_json, ascii_only=st.booleans())
def test_any_json_is_read_or_refused(decode, document, ascii_only):
    assert_sound(decode, wire(document, ascii_only=ascii_only))


@every_reader
@given(body=st.binary(max_size=200))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b'{"a":' * 900 + b"1" + b"}" * 900)
@example(b'{"a":[{"deep":' + b"[" * 900 + b"]" * 900 + b"}]}")
@example(b'{"failed":' + b"9" * 5_000 + b"}")
@example(b'{"failed":[{"project_id":' + b"9" * 5_000 + b"}]}")
@example('{"failed":[]}'.encode("utf-16"))
def test_any_bytes_are_read_or_refused(decode, body):
    assert_sound(decode, body)


@every_reader
@given(
    body=st.sampled_from(RECORDED),
    where=st.integers(0, 400),
    put=st.binary(max_size=4) | st.sampled_from([b"null", b"[", b"1e999", b"NaN", b'"\\ud800"']),
    left_out=st.integers(0, 40),
)
def test_a_damaged_answer_is_read_or_refused(decode, body, where, put, left_out):
    assert_sound(decode, body[:where] + put + body[where + left_out :])


@given(sent_status)
def test_the_fast_reader_takes_what_is_documented(document):
    assert status._decode_expected(wire(document)) is not None


def one_failed(**fields: object) -> dict:
    return {"failed": [dict.fromkeys(TASK_FIELDS, "") | {"state": "failed"} | fields]}


@given(sent_status | likely_json | any_json)
@example(one_failed(project_id=10**40))
@example(one_failed(state="FAILED"))
@example(one_failed(state=""))
@example(one_failed(name="n" * 300))
@example(one_failed(name="\x1b[2J"))
@example(one_failed(name="\x7f"))
@example(one_failed(name="\u202e"))
@example({"error": []})
def test_both_readers_of_the_status_agree(document):
    for body in (wire(document), wire(document, ascii_only=False)):
        fast = status._decode_expected(body)
        if fast is not None:
            tolerant = status._decode_any(body)
            assert fast == tolerant
            assert list(fast.counts) == list(tolerant.counts)


@given(sent_status | likely_lists)
def test_no_task_is_lost(document):
    reading = status.decode(wire(document))
    sent = sum(len(tasks) for tasks in document.values())
    assert len(reading.tasks) == sent
    assert sum(reading.counts.values()) == sent


@given(st.dictionaries(st.sampled_from(sorted(STATES)), st.integers(0, 10**12), min_size=1))
def test_no_count_is_lost(document):
    reading = status.decode(wire(document))
    assert reading.counts == document
    assert reading.tasks is None


@given(likely_lists)
def test_no_pipeline_is_lost(document):
    listed = jobs.decode(wire(document))
    assert len(listed) == sum(len(pipelines) for pipelines in document.values())


@every_reader
@given(document=any_json | likely_json)
def test_nothing_infinite_comes_out(decode, document):
    try:
        value = decode(wire(document))
    except (DecodeError, RejectedError, TooLargeError):
        return
    for number in numbers(value):
        assert math.isfinite(number)


def numbers(value: object) -> Iterator[float]:
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from numbers(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name))
