from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.state import STATES, TaskState, is_settled
from nessie_tui.model.task import Task, TaskKey, attempt_order, keyed
from nessie_tui.model.timestamp import NO_TIME, WireTime

DAY = WireTime("2026-11-20T00:00:00-08:00")
NEVER = WireTime("0000-12-31T16:00:00-08:00")
RUNNING, FAILED, CANCELED, SUCCEEDED = map(
    TaskState, ("running", "failed", "canceled", "succeeded")
)


def finish(hour: int) -> WireTime:
    return WireTime(f"2026-11-21T{hour:02}:00:00-08:00")


def attempt(state: TaskState, finished: WireTime = NEVER, run_at: WireTime = DAY) -> Task:
    return Task("events", state, run_at, finished, DAY, DAY)


# Few days and few hours, so that most tasks share their times with another; a task that has
# settled has a finish, one that has not has none.
days = st.sampled_from(["2026-11-20", "2026-11-21"]).map(WireTime)
states = st.sampled_from([*STATES, TaskState("skipped")])
going = st.builds(
    Task,
    state=states.filter(lambda state: not is_settled(state)),
    run_at=days,
    last_finish=st.just(NEVER),
    from_date=days,
    to_date=days,
)
settled = st.builds(
    Task,
    state=states.filter(is_settled),
    run_at=days,
    last_finish=st.integers(0, 9).map(finish) | st.just(NEVER),
    from_date=days,
    to_date=days,
)
odd_times = st.sampled_from(["", "soon", "2026-11-20", NEVER]).map(WireTime)
odd = st.builds(Task, state=states, run_at=odd_times, last_finish=odd_times, from_date=odd_times)
readings = st.lists(going | settled | odd, max_size=12)


def sorted_tasks(tasks):
    return sorted(tasks, key=repr)


@given(readings)
def test_no_task_is_lost_and_every_key_says_the_times_of_its_task(tasks):
    by_key = keyed(tasks)
    assert sorted_tasks(by_key.values()) == sorted_tasks(tasks)
    for key, task in by_key.items():
        assert key[:3] == (task.from_date, task.to_date, task.run_at)
    for key in by_key:
        assert key.ordinal == 0 or key._replace(ordinal=key.ordinal - 1) in by_key


@given(readings.flatmap(lambda tasks: st.tuples(st.just(tasks), st.permutations(tasks))))
def test_the_order_of_the_answer_changes_no_key(orders):
    tasks, shuffled = orders
    assert keyed(tasks) == keyed(shuffled)


@given(readings, going, st.sampled_from([FAILED, SUCCEEDED, TaskState("skipped")]))
def test_a_running_attempt_keeps_its_key_when_it_finishes(others, running, outcome):
    running = replace(running, state=RUNNING)
    finished = replace(running, state=outcome, last_finish=finish(23))
    same = (running.from_date, running.to_date, running.run_at)
    # One export step runs at a time in a project, so no other attempt at these dates is going.
    others = [
        task
        for task in others
        if is_settled(task.state) or (task.from_date, task.to_date, task.run_at) != same
    ]
    before, after = keyed([*others, running]), keyed([*others, finished])
    assert before.keys() == after.keys()
    assert [key for key in before if before[key] != after[key]] == [
        key for key, task in before.items() if task is running
    ]


def test_identical_tasks_are_all_kept():
    twin = attempt(FAILED, finish(2))
    assert list(keyed([twin, twin, twin])) == [TaskKey(DAY, DAY, DAY, n) for n in range(3)]


def test_attempts_stand_together_where_the_first_of_them_stood():
    late, early, other = attempt(FAILED, finish(4)), attempt(FAILED, finish(2)), Task("other")
    assert list(keyed([late, other, early]).values()) == [early, late, other]


def test_what_makes_an_attempt_newer():
    oldest_first = [
        attempt(CANCELED),  # settled without a finish: its run_at counts
        attempt(FAILED, finish(2)),
        attempt(SUCCEEDED, finish(2)),  # at the same moment the success came of the failure
        attempt(FAILED, finish(4)),
        attempt(CANCELED, run_at=finish(5)),
        attempt(RUNNING, run_at=DAY),
        attempt(TaskState("pending"), run_at=DAY),
        attempt(RUNNING, run_at=finish(1)),
        attempt(TaskState("skipped"), run_at=finish(1)),  # unknown words come last
    ]
    newest_first = oldest_first[::-1]
    assert sorted(newest_first, key=attempt_order) == oldest_first


def test_a_task_without_a_member_is_still_a_task():
    assert Task().dates.day_count is None
    assert list(keyed([Task()])) == [TaskKey(NO_TIME, NO_TIME, NO_TIME, 0)]


def test_dates_are_those_of_the_task():
    dates = replace(Task(), from_date=DAY, to_date=finish(0)).dates
    assert (dates.first_day, dates.last_day) == (date(2026, 11, 20), date(2026, 11, 21))
