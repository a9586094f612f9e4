"""What the answers of the API mean where they mislead, trap by trap; see fixtures/index.toml."""

from datetime import date

import pytest

from nessie_tui.api.endpoints import jobs, status, timeline
from nessie_tui.errors import RejectedError
from nessie_tui.model.attempt import Attempts, outcome
from nessie_tui.model.state import CANCELED, RUNNING, SUCCEEDED
from nessie_tui.model.task import keyed
from nessie_tui.model.text import clean
from nessie_tui.model.timestamp import TimeKind, read_time

DECODERS = {"jobs": jobs.decode, "status": status.decode, "timeline": timeline.decode}
MIDNIGHT = "2016-07-26T00:00:00-07:00"


@pytest.fixture
def read(recorded):
    """Decode an answer of the fixtures with its route's reader."""

    def decode(name: str):
        answer = recorded(name)
        return DECODERS[answer.route](answer.body)

    return decode


def test_trap_1_pipelines_stand_in_a_list_under_the_project_id(read):
    (pipeline,) = read("jobs")
    assert pipeline.name == "events-daily-bigquery-monoschema"
    assert pipeline.project_id == "9876543210"


@pytest.mark.parametrize(
    ("name", "dispatchers"),
    [("jobs", ["backfill"]), ("jobs-spellings", ["daily", "backfill", "", "", ""])],
)
def test_trap_2_dispatcher_is_found_in_any_case(read, name, dispatchers):
    listed = read(name)
    assert [pipeline.dispatcher for pipeline in listed] == dispatchers
    assert [pipeline.extra for pipeline in listed] == [None] * len(listed)


@pytest.mark.parametrize(
    ("name", "flags"), [("jobs", [True]), ("jobs-spellings", [True, True, False, None, None])]
)
def test_trap_3_a_yes_or_no_may_be_text(read, name, flags):
    assert [pipeline.sync_enabled for pipeline in read(name)] == flags


def test_trap_4_name_frequency_and_dispatcher_may_contradict(read):
    (pipeline,) = read("jobs")
    assert "daily" in pipeline.name
    assert (pipeline.frequency, pipeline.dispatcher) == ("hourly", "backfill")


@pytest.mark.parametrize("name", ["jobs-null-list", "jobs-empty-list", "null", "nothing"])
def test_trap_5_no_pipelines_may_be_null_or_empty_or_missing(read, name):
    assert read(name) == ()


@pytest.mark.parametrize("name", ["null", "nothing"])
def test_trap_5_no_tasks_may_be_null_or_missing(recorded, name):
    assert status.decode(recorded(name).body).tasks == ()


def test_trap_5_a_state_without_tasks_may_be_null(read):
    reading = read("status-null-list")
    assert reading.counts == {SUCCEEDED: 1}
    assert len(reading.tasks) == 1


def test_trap_5_no_syncs_may_be_null(read):
    assert read("timeline-null-list") == ()
    (day,) = read("timeline-null-times")
    assert (day.date, day.sync_times) == ("2019-08-19", ())


@pytest.mark.parametrize(
    ("name", "counts", "tasks"),
    [
        ("status", {"canceled": 1}, 1),
        ("status-summary", {"retried": 80, "canceled": 933, "succeeded": 1}, None),
        ("status-mixed", {"failed": 1, "canceled": 933}, 1),
    ],
)
def test_trap_6_a_state_may_hold_a_list_or_a_count(read, name, counts, tasks):
    reading = read(name)
    assert list(reading.counts.items()) == list(counts.items())
    assert (reading.tasks if reading.tasks is None else len(reading.tasks)) == tasks


@pytest.mark.parametrize("name", ["status-summary", "status-summary-succeeded"])
def test_trap_7_an_absent_state_counts_nothing(read, name):
    counts = read(name).counts
    assert counts[SUCCEEDED] == 1
    assert "failed" not in counts


def test_trap_8_an_unknown_state_is_kept_and_a_spelling_is_known(read):
    reading = read("status-unknown-states")
    assert reading.counts == {CANCELED: 1, "skipped": 1}
    assert [task.state for task in reading.tasks] == ["skipped", CANCELED]


def test_trap_9_the_word_of_a_task_wins_over_that_of_its_list(read):
    assert [task.state for task in read("status-state-differs").tasks] == [CANCELED, RUNNING]


@pytest.mark.parametrize("name", ["status", "status-zero-times"])
def test_trap_10_go_writes_never_as_its_zero_time(read, name):
    for task in read(name).tasks:
        assert read_time(task.last_finish).kind is TimeKind.NEVER


def test_trap_11_go_writes_a_time_with_zone_and_leading_space(read):
    moments = [read_time(time).moment for day in read("timeline") for time in day.sync_times]
    assert [moment.isoformat() for moment in moments] == [
        "2019-08-19T14:27:46.044605-07:00",
        "2019-08-20T14:33:09.315098-07:00",
    ]


def test_trap_11_go_writes_other_zones_and_fractions(read):
    (day,) = read("timeline-go-times")
    assert [read_time(time).moment.isoformat() for time in day.sync_times] == [
        "2019-08-20T14:33:09+00:00",
        "2025-03-01T02:00:00.123456-03:00",
        "2025-03-01T10:00:00+05:30",
    ]


def test_trap_12_a_time_may_name_its_zone_or_be_missing(read):
    (documented,) = read("jobs")
    moments = [
        read_time(pipeline.last_dispatched).moment
        for pipeline in (documented, *read("jobs-spellings"))
    ]
    assert [moment and moment.isoformat() for moment in moments] == [
        "2019-02-01T12:00:00-08:00",
        None,
        None,
        "2025-11-02T01:30:00-07:00",  # the first of the two
        None,
        None,
    ]


def test_trap_13_a_day_stays_the_day_that_was_written(read):
    (task,) = read("status").tasks
    assert task.from_date == MIDNIGHT
    assert task.dates.first_day == date(2016, 7, 26)
    synced = read_time(read("timeline")[0].date)
    assert (synced.kind, synced.moment, synced.day) == (TimeKind.DAY, None, date(2019, 8, 19))


def test_trap_14_equal_ends_are_one_day(read):
    (task,) = read("status").tasks
    assert task.from_date == task.to_date
    assert task.dates.day_count == 1


def test_trap_15_run_at_is_kept_as_the_planned_time(read):
    (task,) = read("status").tasks
    assert task.run_at == task.from_date == MIDNIGHT


def test_trap_16_a_retried_attempt_that_later_succeeded_is_no_failure(read):
    tasks = read("status-recovered").tasks
    attempts = Attempts(tasks).of(tasks[0])
    assert [task.state for task in attempts] == ["retried", SUCCEEDED]
    assert outcome(attempts) == SUCCEEDED
    assert Attempts(tasks).is_recovered(tasks[0])


def test_trap_18_a_project_may_list_none_though_it_has_some(read):
    assert read("jobs-empty-list") == ()


@pytest.mark.parametrize("decode", DECODERS.values(), ids=DECODERS)
def test_trap_21_an_error_in_a_200_is_no_state(recorded, decode):
    with pytest.raises(RejectedError) as caught:
        decode(recorded("error-in-200").body)
    assert caught.value.detail == "export terminated early"


@pytest.mark.parametrize("decode", DECODERS.values(), ids=DECODERS)
def test_trap_22_the_status_of_an_error_may_be_a_number(recorded, decode):
    with pytest.raises(RejectedError) as caught:
        decode(recorded("error-status-number").body)
    assert (caught.value.detail, caught.value.status) == ("Query rate limit exceeded", 429)


def test_trap_32_a_project_id_comes_as_number_or_text(read):
    assert [task.project_id for task in read("status-project-ids").tasks] == [
        9876543210,
        9876543210,
        9876543210,
        None,
    ]


def test_trap_33_an_answer_may_hold_several_projects(read):
    assert [(p.project_id, p.name) for p in read("jobs-several-projects")] == [
        ("1", "one"),
        ("2", "two"),
    ]


def test_trap_34_a_name_or_a_task_may_come_twice(read):
    assert [p.frequency for p in read("jobs-same-name-twice")] == ["daily", "hourly"]
    tasks = read("status-same-task-twice").tasks
    assert len(tasks) == len(keyed(tasks)) == 3


def test_trap_35_a_name_may_hold_anything(recorded, read):
    names = [pipeline.name for pipeline in read("jobs-names")]
    assert names == [
        "a/b [c] d?e#f&g=h%20;i",
        "../../etc/passwd",
        "[bold red]loud[/]",
        "^[[31mred^[[2J",
        "café-daily",
    ]
    assert [clean(name) for name in names] == names
    asked_with = [pipeline.wire_name and pipeline.wire_name.raw for pipeline in read("jobs-names")]
    assert asked_with == [None, None, None, "\x1b[31mred\x1b[2J", None]
