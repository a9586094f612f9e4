"""The scenario ``hostile``: answers that are valid JSON and nothing else about them is kind.

Whoever may name a pipeline writes these texts; they come to a terminal, a widget, a spreadsheet.
"""

from nessie_tui.model.state import FAILED, PENDING, SUCCEEDED
from nessie_tui.simulator.pipeline import WrittenPipeline
from nessie_tui.simulator.wire import NEVER, Json

TWICE = "same name twice"

NAMES = (
    # Terminals: colour, clear, title, clipboard, C1 controls, cursor movement.
    "\x1b[31mred\x1b[2J\x1b[H",
    "\x1b]0;title\x07\x1b]52;c;aGVsbG8=\x07clipboard",
    "\x9b31mC1\x90q\x9c",
    "over\rwritten\b\b\b\tand\nbroken",
    # Markup of Rich and Textual.
    "[/x]",
    "[bold red]loud[/]",
    "[@click=app.quit]x[/]",
    "[link=https://elsewhere.invalid]x[/link]",
    "\\[escaped] [",
    # Scripts that turn round, hide, or pile up.
    "\u202eyreuqgib-yliad\u202c \u2066isolated",
    "zero\u200bwidth\u200d\ufeff\u00ad\u2060",
    "flood" + "\u0301" * 500 + "\u20dd" * 50,
    "\U000e0041\U000e0042tags \ue000private \uffff",
    "日本語-daily-ビッグクエリ",
    "👩‍👩‍👧‍👦 family 🇺🇸",
    # Spreadsheets.
    '=HYPERLINK("https://elsewhere.invalid","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-1,\"quoted\",'single'",
    # Paths, queries, shells.
    "a/b [c] d?e#f&g=h%20;i",
    "../../etc/passwd",
    "$(id) `id` %s %n {0} ${HOME}",
    # Hardly a name at all.
    "n" * 10_000,
    "",
    "   ",
    "null",
    "__proto__",
    TWICE,
    TWICE,
)
"""The names of the pipelines, in the order in which they are listed."""

_STATES = (
    "skipped",
    "SUCCEEDED",
    "cancelled",
    "\x1b[31mfailed",
    "[/x]",
    "=1+1",
    "s" * 500,
)

_DATES: tuple[object, ...] = (
    "2026-11-01T01:30:00-07:00",
    "2026-11-01T01:30:00-08:00",
    "2026-02-30T00:00:00-08:00",
    "0001-01-01T00:00:00Z",
    "0001-01-01T05:30:00+05:30",
    "0000-12-31T16:07:02-07:52",
    "9999-12-31T23:59:59-08:00",
    "2026-05-01",
    "20260501",
    " 2026-05-01 00:30:00.123456789 -0300 -03 m=+0.123",
    "2026-05-01 12:00:00 Mars/Olympus",
    "\x1b[31m2026-05-01T00:00:00Z",
    "[/x]",
    "soon",
    "",
    None,
    1_467_529_200,
    {"year": 2026},
)

_DAY = "2026-05-01T00:00:00-07:00"


def hostile_pipelines(seed: int) -> list[WrittenPipeline]:
    """Return a pipeline for every name, all with the same tasks; a seed changes nothing."""
    del seed
    return [
        WrittenPipeline(name, _entry(place, name), _by_state(name), _DAY_SYNCS)
        for place, name in enumerate(NAMES)
    ]


_ENTRIES: tuple[Json, ...] = (
    {"Dispatcher": "backfill", "frequency": "daily", "sync_enabled": "true"},
    {"dispatcher": "[/x]", "frequency": "\x1b[31mhourly", "sync_enabled": True},
    {"Dispatcher": None, "frequency": None, "sync_enabled": None, "last_dispatched": None},
    {"Dispatcher": "", "frequency": "=1+1", "sync_enabled": "maybe", "last_dispatched": "soon"},
    {"last_dispatched": "2026-11-01 01:30:00 US/Pacific", "paused": False, "[/x]": "\x1b[2J"},
    {},
)


def _entry(place: int, name: str) -> Json:
    return {"name": name, **_ENTRIES[place % len(_ENTRIES)]}


def _by_state(name: str) -> dict[str, object]:
    """Return tasks under states that they may not agree with."""
    odd_dates = [_task(name, SUCCEEDED, run_at=odd, from_date=odd, to_date=odd) for odd in _DATES]
    return {
        **{state: [_task(name, state)] for state in _STATES},
        "canceled": None,
        "failed": [
            _task(name, FAILED, last_finish=NEVER),
            _task(name, SUCCEEDED),
            _task("another pipeline", FAILED),
            {"name": name, "error": "\x1b[31m[/x]", "rows": 10**30, "project_id": "9.87e+09"},
            {},
        ],
        "pending": [_task(name, PENDING, from_date="2026-05-09T00:00:00-07:00")] * 3,
        "running": [],
        "succeeded": odd_dates,
    }


def _task(name: str, state: str, **times: object) -> Json:
    task: Json = {"name": name, "state": state, "last_finish": _DAY}
    return task | {"run_at": _DAY, "from_date": _DAY, "to_date": _DAY} | times


_DAY_SYNCS: list[Json] = [
    {"date": "2026-05-01", "sync_times": None, "status": "synced"},
    {"date": "[/x]", "sync_times": ["\x1b[2J", "", "soon"], "status": "\x1b]52;c;aGVsbG8=\x07"},
    {"date": None, "sync_times": [None, 7], "status": None},
    {"date": "2026-05-01", "sync_times": [" 2026-05-01 09:00:00 +0000 UTC"], "status": "not [yet]"},
    {},
]
