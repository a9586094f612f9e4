from datetime import date, datetime
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from dated import task_of, tasks_of_units
from histories import histories
from hypothesis import given

from nessie_tui.model.date_index import DateIndex, index_dates
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import UnitKind, Units

ZONE = ZoneInfo("US/Pacific")
UNITS = Units(UnitKind.DAY, ZONE)
FIRST = date(2026, 11, 1).toordinal()


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=ZONE)


def index_of(*tasks: Task) -> DateIndex:
    return index_dates(tasks, UNITS)


def test_a_task_stands_where_its_dates_are():
    alone, again = task_of(day(1)), task_of(day(2))
    retried, wide = task_of(day(2), "retried"), task_of(day(1), end=day(3))
    back = task_of(day(3), end=day(2))
    unread = Task("events", from_date=WireTime("soon"), to_date=WireTime("2026-11-01"))
    index = index_of(alone, again, retried, wide, back, unread)
    assert index.alone == {FIRST: alone}
    assert index.several == {FIRST + 1: [again, retried]}
    assert [tuple(stretch) for stretch in index.wide] == [(FIRST, FIRST + 2, wide)]
    assert (index.unread, index.backwards) == ((unread,), (back,))
    assert index.first == FIRST
    assert index.single(FIRST + 1) == [again, retried]
    assert index.single(FIRST + 7) == []
    assert set(index.tried_again) == set(index.tasks)


@given(histories())
def test_no_task_is_lost_and_none_stands_twice(history):
    index = index_dates(history.tasks, Units(history.kind, history.zone))
    several = (task for tasks in index.several.values() for task in tasks)
    wide = (stretch.task for stretch in index.wide)
    found = [*index.alone.values(), *several, *wide, *index.unread, *index.backwards]
    assert sorted(map(id, found)) == sorted(map(id, history.tasks))
    assert all(len(tasks) > 1 for tasks in index.several.values())
    assert not index.alone.keys() & index.several.keys()
    assert all(stretch.first < stretch.last for stretch in index.wide)


def test_the_tasks_of_a_date_are_told_oldest_first_in_whatever_order_they_came():
    tasks = [
        task_of(day(2), "retried", finished=day(3)),
        task_of(day(1), "failed", end=day(4), finished=day(5)),
        task_of(day(2), "succeeded", finished=day(6)),
        task_of(day(2), "running"),
    ]
    for order in permutations(tasks):
        assert index_of(*order).at(FIRST + 1) == tasks


def test_of_tasks_that_export_one_date_each_only_those_that_share_it_were_tried_again():
    tasks = tasks_of_units(UNITS, FIRST, "ssss")
    again = task_of(day(2), "failed")
    assert list(index_of(*tasks, again).tried_again) == [tasks[1], again]


def test_an_index_without_dates_has_no_first():
    assert index_of().first is None
    assert index_of(Task("events")).first is None


@pytest.mark.parametrize(
    "change",
    [
        lambda tasks: [*tasks[:3], task_of(day(4), "failed"), *tasks[4:]],
        lambda tasks: tasks[1:],
        lambda tasks: tasks[:-1],
        lambda tasks: [*tasks, task_of(day(30))],
        lambda tasks: [task_of(day(2), "retried"), *tasks],
        lambda tasks: tasks[::-1],
        list,
    ],
)
def test_a_reading_with_few_changes_is_taken_from_the_one_before(change):
    tasks = tasks_of_units(UNITS, FIRST, "s" * 20)
    before, now = index_of(*tasks), change(tasks)
    updated = before.updated(now)
    assert updated is not None
    index, touched = updated
    anew = index_of(*now)
    assert (index.tasks, index.alone, index.first) == (anew.tasks, anew.alone, anew.first)
    assert all(index.at(unit) == anew.at(unit) for unit in range(FIRST, FIRST + 40))
    moved = {id(task) for task in now} ^ {id(task) for task in tasks}
    assert touched == {UNITS.firsts[t.from_date] for t in (*tasks, *now) if id(t) in moved}


@pytest.mark.parametrize(
    "new",
    [
        tasks_of_units(UNITS, FIRST, "f" * 10),  # too many
        [task_of(day(2), end=day(5))],
        [task_of(day(5), end=day(2))],
        [Task("events")],
    ],
)
def test_a_reading_with_other_changes_is_looked_at_anew(new):
    tasks = tasks_of_units(UNITS, FIRST, "s" * 20)
    assert index_of(*tasks).updated([*tasks, *new]) is None
    assert index_of(*tasks, *new).updated(tasks) is None
