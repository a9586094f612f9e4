from datetime import UTC, datetime

import pytest

from nessie_tui.model.query import TaskQuery
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.present.state_bar import state_counts
from nessie_tui.present.tone import Tone
from nessie_tui.present.wording import Wording

NOW = datetime(2026, 11, 23, tzinfo=UTC)
COUNTS = {TaskState("running"): 1, TaskState("failed"): 2, TaskState("succeeded"): 169}


def bar(counts, width, *, ascii_only=False, query=TaskQuery()):  # noqa: B008 - frozen
    return state_counts(counts, query, Wording(NOW, ascii_only=ascii_only), width)


def texts(entries):
    return [entry.text for entry in entries]


def test_with_room_every_count_has_its_word():
    assert texts(bar(COUNTS, 200)) == [
        "All 172",
        "► running 1",
        "◌ pending 0",
        "↻ retried 0",
        "✗ failed 2",
        "◷ timed out 0",
        "⊘ canceled 0",
        "✓ succeeded 169",
    ]


@pytest.mark.parametrize("width", [0, 20, 60])
def test_without_room_the_glyphs_stay(width):
    assert texts(bar(COUNTS, width)) == [
        "All 172",
        "► 1",
        "◌ 0",
        "↻ 0",
        "✗ 2",
        "◷ 0",
        "⊘ 0",
        "✓ 169",
    ]


def test_the_words_stay_exactly_as_long_as_they_fit():
    needed = sum(len(text) + 3 for text in texts(bar(COUNTS, 200)))
    assert texts(bar(COUNTS, needed)) == texts(bar(COUNTS, 200))
    assert texts(bar(COUNTS, needed - 1)) == texts(bar(COUNTS, 0))


@pytest.mark.parametrize("width", [0, 200])
def test_an_unknown_word_is_kept_last(width):
    *_, last = bar({**COUNTS, TaskState("skipped"): 3}, width)
    assert (last.text, last.tone) == ("? skipped 3", Tone.WARNING)


def test_all_comes_first_and_then_the_states_in_the_order_of_the_keys():
    assert [entry.state for entry in bar({}, 200)] == [None, *STATES]


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        (TaskQuery(), ["All 172"]),
        (TaskQuery(state=TaskState("failed")), ["✗ failed 2"]),
        (TaskQuery("nov"), []),
        (TaskQuery(problems_only=True), []),
    ],
)
def test_all_is_lit_only_where_nothing_is_left_out(query, chosen):
    assert [entry.text for entry in bar(COUNTS, 200, query=query) if entry.is_chosen] == chosen


def test_only_what_there_is_has_a_colour():
    tones = {entry.state: entry.tone for entry in bar(COUNTS, 200)}
    assert tones[TaskState("failed")] is Tone.ERROR
    assert tones[TaskState("timed_out")] is Tone.MUTED


def test_ascii_terminals_get_ascii():
    assert all(text.isascii() for text in texts(bar(COUNTS, 200, ascii_only=True)))
