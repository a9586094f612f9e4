from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nessie_tui.model.freshness import Lateness
from nessie_tui.model.query import TaskQuery
from nessie_tui.model.state import FAILED, RUNNING
from nessie_tui.model.timeline import Timeline
from nessie_tui.model.verdict import Health
from nessie_tui.present.project_view import ProjectView

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)


@pytest.fixture
def view(make):
    view = ProjectView()
    view.take_listing(make.listing("people", "events", "backfill", "hourly"))
    view.take_counts(make.counts("people", succeeded=9))
    view.take_counts(make.counts("events", succeeded=9, failed=1))
    view.take_counts(make.counts("hourly", succeeded=9))
    view.opened = "events"
    return view


def names(view):
    return [name for name, _ in view.pipelines(NOW)]


def days(view):
    return [task.from_date[8:10] for task in view.rows.shown.values()]


class TestPipelines:
    def test_those_that_deserve_a_look_come_first_then_by_name(self, view):
        assert names(view) == ["events", "hourly", "people", "backfill"]

    def test_new_counts_change_the_order(self, view, make):
        view.take_counts(make.counts("backfill", timed_out=1))
        assert names(view) == ["backfill", "events", "hourly", "people"]

    def test_what_became_of_the_dates_counts_more_than_the_states(self, view, make):
        recovered = [make.task("failed", 20), *(make.task(day=day) for day in range(18, 23))]
        view.take_tasks(make.reading("events", *recovered))
        view.take_tasks(make.reading("hourly", make.task(day=19), make.task(day=22)))
        assert names(view) == ["hourly", "events", "people", "backfill"]
        assert view.standing("events", NOW).verdict.health is Health.OK
        assert view.standing("hourly", NOW).verdict.missing == 2

    def test_only_what_changed_is_judged_anew(self, view, make):
        view.take_tasks(make.reading("events", make.task(day=22)))
        view.take_tasks(make.reading("people", make.task(day=22)))
        before = [view.standing(name, NOW).judgement for name in ("events", "people")]
        view.take_tasks(make.reading("people", make.task("failed", day=22)))
        later = NOW + timedelta(seconds=20)
        after = [view.standing(name, later).judgement for name in ("events", "people")]
        assert after[0] is before[0]
        assert after[1] is not before[1]

    def test_time_alone_makes_a_pipeline_late(self, view, make):
        view.take_tasks(make.reading("hourly", *(make.task(day=day) for day in range(18, 23))))
        assert view.standing("hourly", NOW).verdict.lateness is Lateness.ON_TIME
        late = view.standing("hourly", NOW + timedelta(days=1, hours=12))
        assert late.verdict.lateness is Lateness.LATE
        overdue = view.standing("hourly", NOW + timedelta(days=3))
        assert overdue.verdict.lateness is Lateness.OVERDUE
        assert late.rank < view.standing("people", NOW).rank

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("", ["events", "hourly", "people", "backfill"]),
            ("E", ["events", "people"]),
            ("fill", ["backfill"]),
            ("[", []),
        ],
    )
    def test_a_filter_takes_part_of_a_name(self, view, text, found):
        view.pipeline_filter = text
        assert names(view) == found

    def test_two_of_one_name_are_both_kept(self, view, make):
        for _ in range(2):  # at first, those that the list has lost are still there
            view.take_listing(make.listing("twin", "events", "twin"))
        assert list(view.pipelines(NOW)) == [("events", 0), ("twin", 0), ("twin", 1)]

    def test_one_that_is_gone_from_the_list_stays_for_one_list_more(self, view, make):
        view.take_listing(make.listing("events", "people"))
        view.take_listing(make.listing("events"))
        assert ("people", 0) in view.pipelines(NOW)
        assert view.doubt("people") == "gone from the list"
        view.take_listing(make.listing("events"))
        assert list(view.pipelines(NOW)) == [("events", 0)]
        view.take_listing(make.listing("events", "people"))
        assert view.doubt("people") == "", "it came back"

    def test_what_is_doubtful_is_said(self, view):
        assert view.doubt("events") == ""
        view.uncounted = frozenset({"events", "people"})
        view.unknown = frozenset({"people"})
        assert view.doubt("events") == "could not be counted"
        assert view.doubt("people") == "gone?"
        view.uncounted, view.remembered = frozenset({"events"}), frozenset({"events", "hourly"})
        assert view.doubt("events") == "could not be counted"
        assert view.doubt("hourly") == "old"

    def test_the_second_of_one_name_keeps_its_key_under_a_filter(self, view, make):
        view.take_listing(make.listing("twin", "events", "twin"))
        view.pipeline_filter = "twin"
        assert list(view.pipelines(NOW)) == [("twin", 0), ("twin", 1)]

    def test_before_the_list_there_are_none(self):
        view = ProjectView()
        assert not view.pipelines(NOW)
        assert view.opened_pipeline is None
        assert view.neighbour(1, NOW) is None

    def test_a_new_list_forgets_no_counts(self, view, make):
        view.take_listing(make.listing("events"))
        view.take_listing(make.listing("events", "people"))
        assert view.counts["people"] == {"succeeded": 9}

    def test_the_open_one_may_be_missing_from_the_list(self, view):
        assert view.opened_pipeline.name == "events"
        view.opened = "unlisted"
        assert view.opened_pipeline is None


class TestNeighbour:
    @pytest.mark.parametrize(
        ("opened", "step", "neighbour"),
        [
            ("events", 1, "hourly"),
            ("events", -1, "backfill"),
            ("backfill", 1, "events"),
            ("hourly", -1, "events"),
            ("unlisted", 1, "events"),
            (None, -1, "events"),
        ],
    )
    def test_goes_round_the_end(self, view, opened, step, neighbour):
        view.opened = opened
        assert view.neighbour(step, NOW) == neighbour

    def test_two_of_one_name_are_one_step(self, view, make):
        view.take_listing(make.listing("twin", "events", "twin"))
        view.opened = "twin"
        assert view.neighbour(1, NOW) == "events"

    def test_stays_within_the_filter(self, view):
        view.pipeline_filter = "hour"
        assert view.neighbour(1, NOW) == "hourly"


class TestReadings:
    def test_tasks_of_the_open_pipeline(self, view, make):
        assert not view.rows.shown
        view.take_tasks(make.reading("events", make.task(day=19), make.task(day=20)))
        assert days(view) == ["20", "19"]
        assert view.snapshot.counts == {"succeeded": 2}

    def test_counts_make_nobody_forget_the_tasks(self, view, make):
        view.take_tasks(make.reading("events", make.task(day=19)))
        view.take_counts(make.counts("events", succeeded=2))
        assert days(view) == ["19"]
        assert view.snapshot.tasks is not None
        assert view.counts["events"] == {"succeeded": 2}

    def test_each_pipeline_keeps_its_own(self, view, make):
        view.take_tasks(make.reading("events", make.task(day=19)))
        view.opened = "people"
        view.take_tasks(make.reading("people", make.task(day=1)))
        assert days(view) == ["01"]
        view.opened = "events"
        assert days(view) == ["19"]

    def test_a_query_holds_for_what_was_read_before(self, view, make):
        view.take_tasks(make.reading("events", make.task(day=19), make.task(day=20)))
        view.query = TaskQuery("2026-11-19")
        assert days(view) == ["19"]
        assert view.rows is view.rows, "and costs nothing twice"

    def test_with_nothing_open_there_is_nothing(self, view, make):
        view.opened = None
        view.take_tasks(make.reading("", make.task(day=19)))  # a name may be empty
        view.take_timeline(Timeline("", NOW, ()))
        assert view.snapshot is None
        assert view.timeline is None
        assert not view.rows.all

    def test_counts_are_no_reading_of_tasks(self, view):
        assert view.counts["events"] == {"succeeded": 9, "failed": 1}
        assert view.snapshot is None

    def test_tasks_told_in_counts_are_a_reading_without_rows(self, view, make):
        view.take_tasks(make.counts("events", failed=1))
        assert view.snapshot.tasks is None
        assert not view.rows.all

    def test_tasks_told_in_counts_make_nobody_forget_either(self, view, make):
        view.take_tasks(make.reading("events", make.task(day=19)))
        view.take_tasks(make.counts("events", succeeded=2))
        assert days(view) == ["19"]
        assert view.counts["events"] == {"succeeded": 2}

    def test_tasks_bring_their_counts(self, view, make):
        view.take_tasks(make.reading("events", make.task("running")))
        assert view.counts["events"] == {"running": 1}


class Watched(tuple):  # noqa: SLOT001 - a tuple's subclass can have no slot for a number
    """Tasks that know how often somebody went through them."""

    times_read = 0

    def __iter__(self):
        self.times_read += 1
        return super().__iter__()


class TestNotOpen:
    """What is known of a pipeline while another one is open."""

    def test_its_newest_reading_is_known(self, view, make):
        view.take_tasks(make.reading("people", make.task(day=1)))
        reading = make.reading("people", make.task(day=2))
        view.take_tasks(reading)
        assert view.snapshots["people"] is reading
        assert view.snapshot is None

    def test_its_rows_are_read_only_when_it_is_opened(self, view, make):
        came = make.reading("people", make.task(day=2))
        tasks = Watched(came.tasks)
        view.take_tasks(replace(came, reading=replace(came.reading, tasks=tasks)))
        assert not view.rows.all
        assert not tasks.times_read
        view.opened = "people"
        assert days(view) == ["02"]
        assert view.rows is view.rows
        assert tasks.times_read == 1, "and once"

    def test_a_query_holds_for_what_is_read_then(self, view, make):
        view.take_tasks(make.reading("people", make.task(day=1), make.task(day=2)))
        view.opened = "people"
        assert days(view) == ["02", "01"]
        view.query = TaskQuery("2026-11-01")
        assert days(view) == ["01"]

    def test_what_changed_since_it_was_left_is_marked_until_the_second_reading(self, view, make):
        view.take_tasks(make.reading("events", make.task("running")))
        view.opened = "people"
        view.take_tasks(make.reading("events", make.task("failed")))
        newest = make.reading("events", make.task("failed"))
        view.take_tasks(newest)
        view.opened = "events"
        assert len(view.rows.changed) == 1
        view.take_tasks(newest)
        assert len(view.rows.changed) == 1, "it was confirmed a moment after it was opened"
        view.take_tasks(newest)
        assert not view.rows.changed

    def test_nothing_is_marked_where_it_was_never_seen(self, view, make):
        view.take_tasks(make.reading("people", make.task("running")))
        view.take_tasks(make.reading("people", make.task("failed")))
        view.opened = "people"
        assert not view.rows.changed

    def test_two_without_tasks_are_both_empty(self, view, make):
        view.take_tasks(make.reading("events"))
        view.take_tasks(make.reading("people"))
        assert not view.rows.all
        view.opened = "people"
        assert not view.rows.all


class TestQuery:
    def test_a_state_again_shows_all_again(self, view):
        view.show_state(FAILED)
        assert view.query.state == FAILED
        view.show_state(RUNNING)
        assert view.query.state == RUNNING
        view.show_state(RUNNING)
        assert view.query.state is None

    def test_all_states_also_brings_back_what_a_text_left_out(self, view):
        view.query = TaskQuery("nov", FAILED, problems_only=True, order_by="run_at")
        view.show_state(None)
        assert view.query == TaskQuery(order_by="run_at")

    def test_the_same_order_again_is_turned_round(self, view):
        view.order_by("run_at")
        assert (view.query.order_by, view.query.descending) == ("run_at", True)
        view.order_by("run_at")
        assert (view.query.order_by, view.query.descending) == ("run_at", False)
        view.order_by("state")
        assert (view.query.order_by, view.query.descending) == ("state", True)


class TestProblem:
    @pytest.fixture
    def troubled(self, view, make):
        """Show, from the top: failed 20, succeeded 19, failed 18, recovered 17, timed out 16."""
        view.take_tasks(
            make.reading(
                "events",
                make.task("failed", 20),
                make.task("succeeded", 19),
                make.task("failed", 18),
                make.task("failed", 17),
                make.task("succeeded", 17),
                make.task("timed_out", 16),
            )
        )
        return view

    @pytest.mark.parametrize(
        ("place", "step", "day"),
        [
            (0, 1, "18"),
            (1, 1, "18"),
            (2, 1, "16"),
            (5, 1, "20"),
            (5, -1, "18"),
            (2, -1, "20"),
            (0, -1, "16"),
        ],
    )
    def test_goes_to_the_next_and_round_the_end_past_what_recovered(
        self, troubled, place, step, day
    ):
        assert troubled.problem(place, step).from_date[8:10] == day

    def test_the_only_one_is_its_own_neighbour(self, view, make):
        view.take_tasks(make.reading("events", make.task("failed", 20), make.task(day=19)))
        assert view.problem(0, 1).from_date[8:10] == "20"

    @pytest.mark.parametrize("states", [[], ["succeeded", "running", "canceled", "retried"]])
    def test_there_may_be_none(self, view, make, states):
        tasks = [make.task(state, day) for day, state in enumerate(states, 1)]
        view.take_tasks(make.reading("events", *tasks))
        assert view.problem(0, 1) is None
