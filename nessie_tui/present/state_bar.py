"""Counts per state in one line: the number keys' legend."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    key: str
    """The key that shows only this state; empty where there is none."""
    text: str
    tone: Tone


def state_counts(
    counts: Mapping[TaskState, int], wording: Wording, width: int
) -> tuple[StateCount, ...]:
    """Return the entries: all, each known state, then unknown words, with words where they fit."""
    for long in (True, False):
        entries = _entries(counts, wording, long=long)
        if sum(width_cells(entry.text) + 3 for entry in entries) <= width:
            return entries
    return entries


def _entries(
    counts: Mapping[TaskState, int], wording: Wording, *, long: bool
) -> tuple[StateCount, ...]:
    total = f"All {sum(counts.values())}"
    entries = [StateCount(None, "0", total, Tone.PLAIN)]
    unknown = [state for state in counts if state not in STATES]
    for number, state in enumerate((*STATES, *unknown), 1):
        look = state_look(state)
        count = counts.get(state, 0)
        word = f"{look.word} " if long or state not in STATES else ""
        key = str(number) if state in STATES else ""
        text = f"{wording.state_mark(state)} {word}{count}"
        entries.append(StateCount(state, key, text, look.tone if count else Tone.MUTED))
    return tuple(entries)
