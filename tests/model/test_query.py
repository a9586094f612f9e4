from datetime import date, datetime
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.query import TaskQuery, select
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task, keyed
from nessie_tui.model.timestamp import WireTime

NEVER = "0000-12-31T16:00:00-08:00"
ZONE = "T00:00:00-08:00"
FIELDS = ["state", "from_date", "to_date", "run_at", "last_finish"]
GOOD, MOVING = {"succeeded", "retried", "canceled"}, {"running", "pending"}


def task(state, day="2026-11-20", run_at="", finished=NEVER, to=""):
    start, end = f"{day}{ZONE}", f"{to or day}{ZONE}"
    times = (WireTime(time) for time in (run_at or start, finished, start, end))
    return Task("events", TaskState(state), *times)


TASKS = keyed(
    [
        task("failed", "2026-11-20"),
        task("succeeded", "2026-11-19", finished="2026-11-22T02:05:00-08:00"),
        task("running", "2026-11-18"),
        task("canceled", "2026-05-03", to="2026-05-09"),
        task("timed_out", "2026-05-10"),
        task("retried", "2025-05-11"),
        task("succeeded", "2025-05-11"),
        task("failed", "2025-05-11", run_at="2025-06-01T00:30:00-08:00"),
        task("skipped", "2025-05-12"),
    ]
)
OLDEST_FIRST = [
    "retried 2025-05-11",
    "succeeded 2025-05-11",
    "failed 2025-05-11",
    "skipped 2025-05-12",
    "canceled 2026-05-03",
    "timed_out 2026-05-10",
    "running 2026-11-18",
    "succeeded 2026-11-19",
    "failed 2026-11-20",
]


def found(**query):
    chosen = select(TASKS, TaskQuery(descending=False, **query))
    return [f"{task.state} {task.from_date[:10]}" for task in chosen.values()]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("nov", [6, 7, 8]),
        ("NOV", [6, 7, 8]),
        ("19 nov", [7]),
        ("fri", [8]),
        ("may 2025", [0, 1, 2, 3]),
        ("2026-05", [4, 5]),
        ("fail", [2, 8]),
        ("failed 2025", [2]),
        ("timed", [5]),
        ("timed_out", [5]),
        ("state:timed out", [5]),
        ("state:failed", [2, 8]),
        ("state:failed !2025", [8]),
        ("state:nov", []),
        ("state:?ailed", [2, 8]),
        ("from:2026-05-*", [4, 5]),
        ("from:may", [0, 1, 2, 3, 4, 5]),
        ("to:2026-05-09", [4]),
        ("run:jun", [2]),
        ("finished:nov", [7]),
        ("!canceled", [0, 1, 2, 3, 5, 6, 7, 8]),
        ("!from:2025* !state:succeeded", [4, 5, 6, 8]),
        ("2025-05-1[12]", [0, 1, 2, 3]),
        ("skipped", [3]),
        ("nothing", []),
        ("state:", [0, 1, 2, 3, 4, 5, 6, 7, 8]),  # while it is being typed
        ("  nov   fri  ", [8]),
        ("planet:mars", []),
    ],
)
def test_what_a_text_finds(text, places):
    assert found(text=text) == [OLDEST_FIRST[place] for place in places]


@pytest.mark.parametrize(
    "text", ["[", "]", "*", "?", "!", "!!", ":", "::", "from:", "state:[", "\\"]
)
def test_an_odd_pattern_finds_what_it_finds_and_never_fails(text):
    assert len(found(text=text)) <= len(TASKS)


@given(st.text(st.sampled_from("[]*?!:-^\\ a20nov") | st.characters(), max_size=20))
def test_any_text_may_be_typed(text):
    chosen = select(TASKS, TaskQuery(text=text))
    assert set(chosen) <= set(TASKS)


def test_one_state_alone():
    assert found(state=TaskState("failed")) == ["failed 2025-05-11", "failed 2026-11-20"]
    assert found(state=TaskState("failed"), text="nov") == ["failed 2026-11-20"]


def test_problems_leave_out_what_recovered_and_keep_unknown_words():
    assert found(problems_only=True) == [
        "skipped 2025-05-12",
        "timed_out 2026-05-10",
        "failed 2026-11-20",
    ]


@pytest.mark.parametrize(
    ("query", "is_filtering"),
    [
        (TaskQuery(), False),
        (TaskQuery(text="  ", order_by="state", descending=False), False),
        (TaskQuery(text="nov"), True),
        (TaskQuery(state=TaskState("failed")), True),
        (TaskQuery(problems_only=True), True),
    ],
)
def test_a_query_knows_whether_it_filters(query, is_filtering):
    assert query.is_filtering is is_filtering
    unfiltered = query.unfiltered()
    assert not unfiltered.is_filtering
    assert (unfiltered.order_by, unfiltered.descending) == (query.order_by, query.descending)


def test_without_a_word_the_newest_dates_come_first():
    assert next(iter(select(TASKS, TaskQuery()).values())).from_date.startswith("2026-11-20")


def test_states_are_ordered_as_everywhere_and_unknown_ones_come_last():
    order = ["running", "retried", "failed", "failed", "timed_out", "canceled"]
    states = [found.split()[0] for found in found(order_by="state")]
    assert states == [*order, "succeeded", "succeeded", "skipped"]


def test_an_order_by_something_else_is_the_usual_one():
    assert found(order_by="name") == found(order_by="colour") == OLDEST_FIRST


# A slow twin of `select`, which knows only the spellings below.

written = st.one_of(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(lambda day: f"{day}{ZONE}"),
    st.dates(date(2026, 11, 1), date(2026, 11, 9)).map(str),
    st.sampled_from(["", "soon", NEVER, "2026-11-05T14:00:00+05:30"]),
).map(WireTime)
some_tasks = st.lists(
    st.builds(
        Task,
        state=st.sampled_from([*STATES, "skipped", ""]).map(TaskState),
        run_at=written,
        last_finish=written,
        from_date=written,
        to_date=written,
    ),
    max_size=15,
).map(keyed)


def seconds(text):
    if text in ("", "soon", NEVER):
        return -inf
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00+00:00")
    return moment.timestamp()


def shown(text):
    if text in ("", "soon", NEVER):
        return [text.lower()]
    day = date.fromisoformat(text[:10])
    return [text.lower(), f"{day:%a} {day.day} {day:%b %Y}".lower()]


def slowly_matches(word, task):
    if word.startswith("!"):
        return not slowly_matches(word[1:], task)
    state = [task.state, task.state.replace("_", " ")]
    times = [task.from_date, task.to_date, task.run_at, task.last_finish]
    name, _, rest = word.rpartition(":")
    texts = {
        "state": state,
        "from": shown(task.from_date),
        "to": shown(task.to_date),
        "run": shown(task.run_at),
        "finished": shown(task.last_finish),
        "": state + [text for time in times for text in shown(time)],
    }[name]
    if rest.endswith("*"):
        return any(text.startswith(rest[:-1]) for text in texts)
    if rest.isdecimal() and len(rest) < 3:
        return any(f" {int(rest)} " in f" {text} " for text in texts)
    return any(rest in text for text in texts)


some_words = st.lists(
    st.sampled_from(
        [
            "nov",
            "2026",
            "thu",
            "fail",
            "out",
            "state:failed",
            "state:time",
            "from:2026-1*",
            "to:nov",
            "run:soon",
            "finished:2025",
            "!canceled",
            "!from:2024*",
            "!soon",
            "05",
            "s",
        ]
    ),
    max_size=3,
)
some_queries = st.builds(
    TaskQuery,
    text=some_words.map(" ".join),
    state=st.none() | st.sampled_from([TaskState("failed"), TaskState("skipped")]),
    problems_only=st.booleans(),
    order_by=st.sampled_from(FIELDS),
    descending=st.booleans(),
)


def slowly_covers(other, task):
    ends = [other.from_date, task.from_date, task.to_date, other.to_date]
    moments = [seconds(end) for end in ends]
    return -inf not in moments and moments == sorted(moments)


def slowly_wanted(query, task, tasks):
    if query.state is not None and task.state != query.state:
        return False
    if query.problems_only:
        landed = any(
            other.state == "succeeded"
            for other in tasks.values()
            if (other.from_date, other.to_date) == (task.from_date, task.to_date)
            or slowly_covers(other, task)
        )
        if landed or task.state in GOOD | MOVING:
            return False
    return all(slowly_matches(word, task) for word in query.text.split())


@given(some_tasks, some_queries)
def test_exactly_the_matching_tasks_are_chosen(tasks, query):
    wanted = {key: task for key, task in tasks.items() if slowly_wanted(query, task, tasks)}
    assert select(tasks, query) == wanted


@given(some_tasks, st.sampled_from(FIELDS), st.booleans())
def test_every_order_is_kept_both_ways_and_equal_tasks_keep_their_places(tasks, field, descending):
    def rank(key):
        value = getattr(tasks[key], field)
        if field != "state":
            return (seconds(value),)
        known = list(STATES)
        return (known.index(value) if value in known else len(known), value)

    given_place = {key: place for place, key in enumerate(tasks)}
    chosen = select(tasks, TaskQuery(order_by=field, descending=descending))
    assert chosen == tasks
    for earlier, later in pairwise(chosen):
        first, second = (later, earlier) if descending else (earlier, later)
        assert rank(first) <= rank(second)
        if rank(first) == rank(second):
            assert given_place[earlier] < given_place[later]


@pytest.mark.parametrize(
    ("text", "days"), [("20", {20}), ("20 nov", {20}), ("2", {2}), ("02", {2})]
)
def test_a_short_number_is_a_day_of_the_month(text, days):
    tasks = keyed(
        Task(from_date=WireTime(f"2026-11-{day:02}T00:00:00-08:00")) for day in range(1, 29)
    )
    chosen = select(tasks, TaskQuery(text=text)).values()
    assert {task.dates.first_day.day for task in chosen} == days
