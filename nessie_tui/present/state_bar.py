"""Counts per state in one line, in the order of the number keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from nessie_tui.model.query import TaskQuery
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.present.state_look import state_look
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Tone
from nessie_tui.present.wording import Wording


@dataclass(frozen=True, slots=True)
class StateCount:
    """One entry of the bar."""

    state: TaskState | None
    """None for all states."""
    text: str
    tone: Tone
    is_chosen: bool
    """Only these tasks are shown."""


def state_counts(
    counts: Mapping[TaskState, int], query: TaskQuery, wording: Wording, width: int
) -> tuple[StateCount, ...]:
    """Return the entries: all, each known state, then unknown words, with words where they fit."""
    for long in (True, False):
        entries = _entries(counts, query, wording, long=long)
        if sum(width_cells(entry.text) + 3 for entry in entries) <= width:
            return entries
    return entries


def _entries(
    counts: Mapping[TaskState, int], query: TaskQuery, wording: Wording, *, long: bool
) -> tuple[StateCount, ...]:
    total = f"All {sum(counts.values())}"
    entries = [StateCount(None, total, Tone.PLAIN, not query.is_filtering)]
    unknown = [state for state in counts if state not in STATES]
    for state in (*STATES, *unknown):
        look = state_look(state)
        count = counts.get(state, 0)
        word = f"{look.word} " if long or state not in STATES else ""
        text = f"{wording.state_mark(state)} {word}{count}"
        tone = look.tone if count else Tone.MUTED
        entries.append(StateCount(state, text, tone, state == query.state))
    return tuple(entries)
