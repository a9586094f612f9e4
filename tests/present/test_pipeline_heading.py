"""What the border over the tasks says, and the line on a backfill."""

import pytest
from standings import BACKFILL, DAILY, NOW, PEOPLE, days, exported, standing

from nessie_tui.present.pipeline_heading import heading_line
from nessie_tui.present.progress_words import backfill_line
from nessie_tui.present.standing import Standing
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import Wording

WORDING = Wording(NOW)
MORNING = "2026-11-23T08:12:30-08:00"
LATE = standing(
    DAILY, *days(10, 19), *days(20, 20, "failed"), *days(21, 21), *days(22, 22, "failed")
)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (standing(DAILY, *days(1, 22)), "daily  covered to 22 Nov ⋅ daily"),
        (
            standing(DAILY, *days(1, 18), *days(19, 19, "failed"), *days(20, 20)),
            "daily  covered to 20 Nov, 1 hole behind ⋅ late 12 h ⋅ daily",
        ),
        (
            standing(DAILY, *days(20, 22, "failed")),
            "daily  nothing landed yet ⋅ overdue 1 d 12 h ⋅ daily",
        ),
        (standing(DAILY), "daily  daily"),
        (Standing(DAILY, {"failed": 1}), "daily  daily"),
        (
            standing(
                PEOPLE, exported("succeeded", "2026-11-22", finish="2026-11-23T08:12:30-08:00")
            ),
            "people-daily  last full export 4 h ago ⋅ daily",
        ),
        (standing(PEOPLE, *days(22, 22, "failed")), "people-daily  last full export never ⋅ daily"),
    ],
)
def test_the_border_says_how_new_the_data_is(shown, words):
    assert plain(heading_line(shown, "", WORDING, 200)) == words


def test_what_is_filtered_stands_behind_the_name():
    line = heading_line(LATE, "problems only 4 of 184", WORDING, 200)
    assert plain(line).startswith("daily  problems only 4 of 184  covered to")


@pytest.mark.parametrize("width", range(5, 60, 6))
def test_what_does_not_fit_is_left_out_as_a_whole(width):
    whole = plain(heading_line(LATE, "", WORDING, 200))
    shown = plain(heading_line(LATE, "", WORDING, width))
    assert width_cells(shown) <= width
    assert whole.startswith(shown)
    assert whole == shown or whole[len(shown) :].startswith((" ⋅ ", "  "))


def test_a_backfill_says_how_it_gets_on_and_what_it_waits_for():
    going = standing(BACKFILL, *days(1, 7), *days(8, 16, "pending"), others={"daily": "running"})
    line = backfill_line(going, WORDING, 200)
    assert plain(line).startswith("7 of 16 date ranges done, 43 %  waits behind daily")
    assert line[2].tone is Tone.WARNING

    assert plain(backfill_line(going, WORDING, 46)) == "7 of 16 done, 43 %  waits behind daily"
    assert plain(backfill_line(going, WORDING, 20)) == "7 of 16 done, 43 %"


def test_a_few_ranges_need_no_line():
    assert not backfill_line(standing(DAILY, *days(1, 20), *days(21, 22, "running")), WORDING, 80)
    assert not backfill_line(standing(DAILY, *days(1, 20)), WORDING, 80)
    assert not backfill_line(Standing(DAILY, None), WORDING, 80)
