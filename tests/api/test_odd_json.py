"""JSON that is not quite, or not honestly, JSON."""

import json
import time

import pytest

from nessie_tui.api import json_value
from nessie_tui.api.endpoints import jobs, status, timeline
from nessie_tui.errors import DecodeError, TooLargeError

JOB = '{"9":[{"name":"a"%s}]}'


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "the answer is empty"),
        (b" \r\n", "the answer is empty"),
        (b"\xef\xbb\xbf", "the answer is empty"),
        (b" <!DOCTYPE html><p>", "an HTML page instead of JSON"),
        (b'{"failed":[{"name":"caf\xe9"}]}', "the answer is not UTF-8"),
        (b'{"failed":[{"name":"a"', "the answer is cut off after 22 bytes"),
        (b"export terminated early", "the answer is not JSON at character 0"),
        (b'{"failed":1}{"failed":2}', "the answer is not JSON at character 12"),
        (b'{"failed":NaN}', "the answer holds NaN, which JSON has not"),
        (b'{"failed":-Infinity}', "the answer holds -Infinity, which JSON has not"),
        (b'{"failed":1e999}', "the status has no list and no count in it"),
        (b'{"failed":-1}', "the status has no list and no count in it"),
        (b'"soon"', "the status should be an object, and is a text"),
        (b"[]", "the status should be an object, and is a list"),
        (b"7", "the status should be an object, and is a bare value"),
    ],
)
def test_what_cannot_be_read_says_why(body, detail):
    with pytest.raises(DecodeError) as caught:
        status.decode(body)
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    ("decode", "body", "detail"),
    [
        (jobs.decode, b'{"9":7}', "a project's pipelines should be a list"),
        (jobs.decode, b"7", "the list of pipelines should be an object, and is a bare value"),
        (timeline.decode, b'{"day_syncs":{}}', "day_syncs should be a list"),
        (timeline.decode, b"[]", "the timeline should be an object, and is a list"),
    ],
)
def test_another_shape_says_what_was_expected(decode, body, detail):
    with pytest.raises(DecodeError) as caught:
        decode(body)
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        (JOB % (',"odd":' + "[" * 900 + "]" * 900)).encode(),
        (JOB % (',"odd":' + '{"a":' * 40 + "1" + "}" * 40)).encode(),
    ],
    ids=["beyond any reader", "beyond a walk", "beyond what is kept"],
)
def test_what_is_nested_too_deep_is_refused(body):
    with pytest.raises(TooLargeError):
        jobs.decode(body)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("9" * 5_000, "9" * 255 + "…", id="5,000 digits"),
        ("1e999", "1e999"),
        ("-1e999", "-1e999"),
        ("0.5", 0.5),
        ('"\\ud800"', "\N{REPLACEMENT CHARACTER}"),
        ('"\\u001b[2J"', "^[[2J"),
        ('{"a":[null,true]}', {"a": [None, True]}),
    ],
)
def test_an_unknown_member_is_kept_as_json(written, kept):
    (pipeline,) = jobs.decode((JOB % f',"odd":{written}').encode())
    assert pipeline.extra == {"odd": kept}
    assert json.loads(json.dumps(dict(pipeline.extra), allow_nan=False)) == pipeline.extra


@pytest.mark.parametrize(
    "document",
    [
        {"a": [True, False, None, 1.5, -2, {"b": {}}, ""], "c": -1e300},
        {"é€😀": ["é€😀\n\\", 'a "quoted" word', 2e-10]},
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_wherever_json_ends_too_early_it_is_told_so(document, ascii_only):
    body = json.dumps(document, ensure_ascii=ascii_only).encode()
    assert json_value.parse(body) == document
    for end in range(len(body)):
        with pytest.raises(DecodeError) as caught:
            json_value.parse(body[:end])
        assert caught.value.is_cut_off, body[:end]


@pytest.mark.parametrize("body", [b"[1]2", b"soon", b"[1,]", b'["\\x"]', b"[caf\xe9]", b"[NaN]"])
def test_what_is_no_json_would_be_none_if_it_went_on(body):
    with pytest.raises(DecodeError) as caught:
        json_value.parse(body)
    assert not caught.value.is_cut_off


def test_as_deep_as_is_read_can_be_kept():
    deep = json_value.MAX_DEPTH - 3  # inside of a project, its list and a pipeline
    (pipeline,) = jobs.decode((JOB % (',"odd":' + "[" * deep + "]" * deep)).encode())
    assert pipeline.extra is not None
    with pytest.raises(TooLargeError):
        jobs.decode((JOB % (',"odd":' + "[" * (deep + 1) + "]" * (deep + 1))).encode())


def test_a_byte_order_mark_is_passed_over():
    assert len(jobs.decode(b"\xef\xbb\xbf" + (JOB % "").encode())) == 1


def test_of_a_member_written_twice_the_last_counts():
    assert status.decode(b'{"failed":1,"failed":2}').counts == {"failed": 2}


@pytest.mark.parametrize(
    "name",
    ["client_secret", "snowflake_password", "Azure-Token", "credentials", "api_key", "privateKey"],
)
def test_what_looks_like_a_credential_is_dropped(name):
    odd = json.dumps({name: "hunter2", "kept": {name: "hunter2", "too": 1}})
    (pipeline,) = jobs.decode((JOB % f",{odd[1:-1]}").encode())
    assert pipeline.extra == {"kept": {"too": 1}}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (True, None),
        (7, 7),
        (7.0, 7),
        (7.5, None),
        ("7", 7),
        ("\u0667", None),
        ("-7", None),
        ("", None),
    ],
)
def test_a_whole_number_is_read_in_several_spellings(value, number):
    assert json_value.whole(value) == number


def test_one_task_in_each_of_many_groups_is_read_as_fast():
    """It took seconds when every group was appended to a tuple, and minutes at the size limit."""
    task = json.dumps(dict.fromkeys(status._KNOWN[:6], "") | {"state": "failed"})
    body = ("{" + ",".join(f'"{n}":[{task}]' for n in range(40_000)) + "}").encode()
    began_s = time.process_time()
    assert len(status.decode(body).tasks) == 40_000
    assert time.process_time() - began_s < 1
