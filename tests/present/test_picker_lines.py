"""How a pipeline stands, in the two lines of the picker, at every width."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standings import BACKFILL, DAILY, HOURLY, NOW, PEOPLE, days, exported, hours, standing

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.snapshot import count_states
from nessie_tui.model.state import STATES
from nessie_tui.model.verdict import Health
from nessie_tui.present.picker_lines import picker_lines
from nessie_tui.present.standing import Standing
from nessie_tui.present.strip import STRIP_UNITS, date_strip
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import Wording

NARROW, WIDE = 38, 78


def said(shown, width=NARROW, wording=None):
    return [plain(line).rstrip() for line in picker_lines(shown, wording or Wording(NOW), width)]


@pytest.mark.parametrize(
    ("shown", "title", "facts"),
    [
        (
            standing(DAILY, *days(1, 22)),
            " ✓ daily                     on time",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓✓✓  22 Nov, 12 h",
        ),
        (
            standing(DAILY, *days(18, 22, "failed"), *days(18, 22)),
            " ✓ daily                     on time",
            "   ⋅⋅⋅⋅⋅⋅⋅⋅⋅✓✓✓✓✓  22 Nov, 12 h",
        ),
        (
            standing(DAILY, *days(10, 19), *days(20, 20, "failed"), *days(21, 22)),
            " ✗ daily                         1 ✗",
            "   ⋅✓✓✓✓✓✓✓✓✓✓✗✓✓  22 Nov, 1 hole",
        ),
        (
            standing(DAILY, *days(8, 15), *days(18, 22)),
            " ▢ daily                         2 ▢",
            "   ✓✓✓✓✓✓✓▢▢✓✓✓✓✓  22 Nov, 2 holes",
        ),
        (
            standing(DAILY, *days(1, 20), *days(21, 21, "failed")),
            " ✗ daily              1 ✗  late 12 h",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓✓✗  20 Nov, 2 d",
        ),
        (
            standing(DAILY, *days(1, 20)),
            " ▢ daily              1 ▢  late 12 h",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓✓▢  20 Nov, 2 d",
        ),
        (
            standing(DAILY, *days(1, 20), *days(21, 22, "running")),
            " ! daily                   late 12 h",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓►►  20 Nov, 2 d  ► 2",
        ),
        (
            standing(DAILY, *days(1, 19), *days(20, 22, "pending")),
            " ! daily            overdue 1 d 12 h",
            "   ✓✓✓✓✓✓✓✓✓✓✓◌◌◌  19 Nov, 3 d  ◌ 3",
        ),
        (
            standing(DAILY, *days(1, 20), *days(21, 21, "canceled"), *days(22, 22)),
            " ! daily                     1 stuck",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓⊘✓  22 Nov, 1 hole",
        ),
        # The hour that has just ended still has time: nothing is said of it.
        (
            standing(HOURLY, *hours(0, 10)),
            " ✓ hourly                    on time",
            "   ⋅⋅⋅✓✓✓✓✓✓✓✓✓✓✓  10:00, 1 h",
        ),
        (
            standing(HOURLY, *hours(0, 9), *hours(10, 10, "running")),
            " ► hourly                    on time",
            "   ⋅⋅⋅✓✓✓✓✓✓✓✓✓✓►  09:00, 2 h  ► 1",
        ),
        (
            standing(DAILY, *days(1, 21), *days(22, 22, "pending"), others={"other": "running"}),
            " ✓ daily          waits behind other",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓✓◌  21 Nov, 36 h  ◌ 1",
        ),
        (
            standing(DAILY, *days(1, 21), *days(22, 22, "pending"), others={"o" * 30: "running"}),
            " ✓ daily                     on time",
            "   ✓✓✓✓✓✓✓✓✓✓✓✓✓◌  21 Nov, 36 h  ◌ 1",
        ),
        (standing(DAILY), "   daily", "   no tasks reported  daily"),
        (
            standing(
                PEOPLE, exported("succeeded", "2026-11-22", finish="2026-11-23T08:12:30-08:00")
            ),
            " ✓ people-daily              on time",
            "   full export, last 4 h ago",
        ),
        (
            standing(PEOPLE, exported("failed", "2026-11-22", finish="2026-11-23T08:12:30-08:00")),
            " ✗ people-daily                  1 ✗",
            "   full export, none landed",
        ),
        (
            standing(
                BACKFILL,
                *days(1, 7),
                *days(8, 8, "running"),
                *days(9, 16, "pending"),
            ),
            " ► 2024-backfill                43 %",
            "   ✓✓✓✓✓►◌◌◌◌◌◌◌◌  ► 1  ◌ 8",
        ),
        (
            standing(BACKFILL, *days(1, 7)),
            " ✓ 2024-backfill       nothing waits",
            "   ⋅⋅⋅⋅⋅⋅⋅✓✓✓✓✓✓✓",
        ),
    ],
)
def test_a_pipeline_in_two_lines(shown, title, facts):
    found = said(shown)
    assert found[0].split() == title.split()
    assert len(found[0]) == NARROW - 1 or shown.verdict.health is Health.UNKNOWN
    assert found[1].startswith(facts)


@pytest.mark.parametrize(
    ("shown", "title", "facts"),
    [
        (Standing(DAILY, None), "   daily", "   counting"),
        (Standing(DAILY, None, doubt="gone?"), "   daily", "   gone?"),
        (Standing(DAILY, {}), "   daily", "   no tasks reported  daily"),
        (Standing(DAILY, {"failed": 2, "succeeded": 9}), " ✗ daily", "   ✗ 2  ✓ 9  daily"),
        (Standing(DAILY, {"timed_out": 3, "running": 1}), " ◷ daily", "   ◷ 3  ► 1  daily"),
        (Standing(DAILY, {"retried": 1, "canceled": 4}), " ↻ daily", "   5 tasks  daily"),
        (Standing(DAILY, {"skipped": 3}), " ? daily", "   3 tasks  daily"),
        (
            Standing(Pipeline("named", listed=False), {"succeeded": 1}),
            " ✓ named",
            "   ✓ 1  not listed",
        ),
        (Standing(Pipeline(""), {"pending": 1}), " ◌ (no name)", "   ◌ 1"),
        (
            Standing(DAILY, {"succeeded": 9}, doubt="could not be counted"),
            " ✓ daily",
            "   could not be counted  ✓ 9  daily",
        ),
    ],
)
def test_as_long_as_the_tasks_are_not_known_their_counts_are_told(shown, title, facts):
    assert said(shown) == [title, facts]


def test_what_is_wrong_is_told_below_where_the_name_leaves_no_room():
    shown = standing(
        Pipeline("company-2024-backfill-snowflake", frequency="daily"),
        *days(1, 19),
        *days(20, 20, "failed"),
        *days(21, 22),
    )
    title, facts = said(shown)
    assert title == " ✗ company-2024-backfill-snowflake"
    assert facts == "   1 ✗  ✓✓✓✓✗✓✓  22 Nov, 12 h, 1 hole"


def test_a_wide_list_has_columns():
    one = standing(DAILY, *days(1, 19), *days(20, 20, "failed"), *days(21, 22))
    other = standing(HOURLY, *hours(0, 10))
    assert said(one, WIDE) == [
        f"{' ✗ daily  daily':<74}1 ✗",
        f"{'   ✓✓✓✓✓✓✓✓✓✓✓✗✓✓  22 Nov         12 h   1 hole behind':<68}✗ 1  ✓ 21",
    ]
    assert said(other, WIDE) == [
        f"{' ✓ hourly  hourly':<70}on time",
        f"{'   ⋅⋅⋅✓✓✓✓✓✓✓✓✓✓✓  10:00          1 h':<73}✓ 11",
    ]


def test_late_is_a_warning_and_overdue_an_error():
    late = standing(DAILY, *days(1, 20), *days(21, 22, "running"))
    overdue = standing(DAILY, *days(1, 19), *days(20, 22, "pending"))
    tones = [picker_lines(shown, Wording(NOW), NARROW)[0][1].tone for shown in (late, overdue)]
    assert tones == [Tone.WARNING, Tone.ERROR]


STANDINGS = st.builds(
    lambda name, frequency, tasks, doubt: (
        standing(Pipeline(name or "x", frequency=frequency, dispatcher="backfill"), *tasks)
        if not doubt
        else Standing(Pipeline(name, frequency=frequency), count_states(tasks), doubt=doubt)
    ),
    st.sampled_from(
        ["", "events", "events-" * 9, "people-daily", "2024-backfill", "名前のパイプライン"]
    ),
    st.sampled_from(["daily", "hourly", ""]),
    st.lists(
        st.builds(
            exported,
            st.sampled_from([*STATES, "skipped"]),
            st.dates(date(2025, 10, 1), date(2026, 12, 3)).map(str),
        ),
        max_size=12,
    ),
    st.sampled_from(["", "gone from the list"]),
)


@given(STANDINGS, st.integers(1, 120), st.booleans())
def test_no_line_is_wider_than_there_is_room(shown, width, ascii_only):
    wording = Wording(NOW, ascii_only=ascii_only)
    for line in picker_lines(shown, wording, width):
        assert width_cells(plain(line)) <= width
        if ascii_only and shown.pipeline.name.isascii() and "…" not in plain(line):
            assert plain(line).isascii()


@given(STANDINGS, st.integers(0, 30), st.booleans())
def test_a_strip_has_a_glyph_of_one_cell_for_every_date(shown, length, ascii_only):
    if shown.survey is None:
        return
    wording = Wording(NOW, ascii_only=ascii_only)
    words = plain(date_strip(shown.survey, shown.judgement.judged.last, length, wording))
    assert len(words) == width_cells(words) == length
    assert words.isascii() or not ascii_only


def test_a_strip_ends_with_the_newest_date():
    shown = standing(DAILY, *days(9, 21), *days(22, 22, "running"))
    strip = date_strip(shown.survey, shown.judgement.judged.last, STRIP_UNITS, Wording(NOW))
    assert plain(strip) == "✓✓✓✓✓✓✓✓✓✓✓✓✓►"
    assert [span.tone for span in strip] == [Tone.SUCCESS, Tone.ACCENT]
