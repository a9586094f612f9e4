"""Which tasks a person wants to see, and in what order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.day_name import MONTHS, WEEKDAYS
from nessie_tui.model.state import TaskState, state_rank
from nessie_tui.model.task import Task, TaskKey
from nessie_tui.model.timestamp import read_time

_DAY_DIGITS = 2
_DAY_CHARS = len("2026-11-20")


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """A filter and an order for a list of tasks."""

    text: str = ""
    """Words that must all match: ``nov``, ``state:failed``, ``from:2026-05-*``, ``on:2026-05-11``
    for all whose dates include that one; a leading ``!`` inverts one. Empty matches all."""
    state: TaskState | None = None
    """Only this state; None for all."""
    problems_only: bool = False
    """Only tasks that somebody should look at: those whose dates later succeeded are left out."""
    order_by: str = "from_date"
    """The field of `Task` to order by: its state or a time; anything else counts as `from_date`."""
    descending: bool = True

    @property
    def is_filtering(self) -> bool:
        """Some tasks may be left out."""
        return bool(self.text.strip() or self.state is not None or self.problems_only)

    def unfiltered(self) -> "TaskQuery":
        """Return a query in the same order that leaves nothing out."""
        return replace(self, text="", state=None, problems_only=False)


def select(
    tasks: Mapping[TaskKey, Task], query: TaskQuery, attempts: Attempts | None = None
) -> dict[TaskKey, Task]:
    """Return the tasks that `query` wants, in its order. Equal tasks keep the order given.

    `attempts` are those among `tasks`, where somebody has looked for them already.
    """
    wanted = _filter(query, attempts or Attempts(tasks.values()))
    chosen = [(key, task) for key, task in tasks.items() if wanted(task)]
    field = query.order_by if query.order_by in _ORDERS else "from_date"
    known: dict[str, object] = {}
    ranks = [_memo(known, _ORDERS[field], getattr(task, field)) for _, task in chosen]
    places = sorted(range(len(chosen)), key=ranks.__getitem__, reverse=query.descending)  # type: ignore[arg-type]  # one field's values are all of one kind
    return dict(chosen[place] for place in places)


def _filter(query: TaskQuery, attempts: Attempts) -> Callable[[Task], bool]:
    tests = [_word_test(word) for word in query.text.lower().split()]
    if query.state is not None:
        tests.append(lambda task: task.state == query.state)
    if query.problems_only:
        tests.append(attempts.is_outstanding)
    return lambda task: all(test(task) for test in tests)


def _word_test(word: str) -> Callable[[Task], bool]:
    inverted = word.startswith("!") and len(word) > 1
    word = word[1:] if inverted else word
    name, colon, rest = word.partition(":")
    if name == "on" and rest:
        return lambda task: _includes(task, rest) is not inverted
    texts = _FIELDS.get(name) if colon else None
    matches = _pattern_test(rest if texts else word)
    texts = texts or _all_texts
    return lambda task: any(matches(text) for text in texts(task)) is not inverted


def _includes(task: Task, date: str) -> bool:
    """Tell whether a task exports `date`: a year, month, day or hour, as dates are written."""
    first, last = (end.strip().lower() for end in (task.from_date, task.to_date))
    # As much as both ends say: a day without a clock time includes all of its hours.
    if not first or not last:
        return False
    return first[: len(date)] <= date and date[: len(last)] <= last[: len(date)]


def _pattern_test(pattern: str) -> Callable[[str], bool]:
    """Return a test for text in lower case: a part of it, a glob, or a day of the month."""
    if any(char in pattern for char in "*?["):
        return lambda text: fnmatchcase(text, f"{pattern}*")
    if pattern.isdecimal() and len(pattern) <= _DAY_DIGITS:
        # "20 nov" means the day, not the 20 in every 2026.
        day = str(int(pattern))
        return lambda text: day in text.split()
    return lambda text: pattern in text


def _day_texts(written: str) -> tuple[str, ...]:
    """Return a time as it is written and its day as it is shown, in lower case."""
    return (written.lower(), _shown_day(written.strip()[:_DAY_CHARS]))


@lru_cache(maxsize=4096)
def _shown_day(written: str) -> str:
    # Every spelling begins with the day, and 50,000 hours are only 2,000 days.
    day = read_time(written).day
    if day is None:
        return ""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}".lower()


def _state_texts(task: Task) -> tuple[str, ...]:
    return (task.state.lower(), task.state.lower().replace("_", " "))


def _all_texts(task: Task) -> tuple[str, ...]:
    days = {task.from_date, task.to_date, task.run_at, task.last_finish}
    return (*_state_texts(task), *(text for day in days for text in _day_texts(day)))


_FIELDS: dict[str, Callable[[Task], tuple[str, ...]]] = {
    "state": _state_texts,
    "from": lambda task: _day_texts(task.from_date),
    "to": lambda task: _day_texts(task.to_date),
    "run": lambda task: _day_texts(task.run_at),
    "finished": lambda task: _day_texts(task.last_finish),
}


def _time_order(written: str) -> float:
    return read_time(written).epoch_s


_ORDERS: dict[str, Callable[[str], object]] = {
    "state": lambda word: (state_rank(TaskState(word)), word),
    "from_date": _time_order,
    "to_date": _time_order,
    "run_at": _time_order,
    "last_finish": _time_order,
}


def _memo(known: dict[str, object], order: Callable[[str], object], value: str) -> object:
    rank = known.get(value)
    if rank is None:
        rank = known[value] = order(value)
    return rank
