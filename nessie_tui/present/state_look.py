"""How each state looks: always a glyph and a word, so that it survives without colour."""

from dataclasses import dataclass

from nessie_tui.model.coverage import MISSING, NOT_REPORTED
from nessie_tui.model.state import (
    CANCELED,
    FAILED,
    PENDING,
    RETRIED,
    RUNNING,
    SUCCEEDED,
    TIMED_OUT,
    TaskState,
)
from nessie_tui.present.tone import Tone


@dataclass(frozen=True, slots=True)
class StateLook:
    """A state's glyph, its twin in ASCII, its tone, its word and what it says."""

    glyph: str
    ascii: str
    tone: Tone
    word: str
    meaning: str
    """One sentence; Mixpanel names the states and defines none, so these are readings."""

    def mark(self, *, ascii_only: bool) -> str:
        """Return the glyph that the terminal can draw."""
        return self.ascii if ascii_only else self.glyph


LOOKS: dict[TaskState, StateLook] = {
    RUNNING: StateLook("►", ">", Tone.ACCENT, "running", "Being exported now."),
    PENDING: StateLook(
        "◌", ".", Tone.MUTED, "pending", "Waiting: a project runs one export step at a time."
    ),
    RETRIED: StateLook(
        "↻", "r", Tone.WARNING, "retried", "This attempt failed and another one was scheduled."
    ),
    FAILED: StateLook("✗", "X", Tone.ERROR, "failed", "Gave up. Mixpanel's API does not say why."),
    TIMED_OUT: StateLook("◷", "T", Tone.ERROR, "timed out", "Took longer than Mixpanel allows."),
    CANCELED: StateLook(
        "⊘", "-", Tone.MUTED, "canceled", "Stopped by a pause or replaced by another task."
    ),
    SUCCEEDED: StateLook("✓", "+", Tone.SUCCESS, "succeeded", "The data of these dates landed."),
}

DATE_LOOKS: dict[TaskState, StateLook] = {
    MISSING: StateLook("▢", "_", Tone.ERROR, "missing", "No task and no sync covers it."),
    NOT_REPORTED: StateLook(
        "⋅", ".", Tone.MUTED, "not reported", "Older than anything that Mixpanel's API returned."
    ),
}
"""Outcomes of a date that no task can have."""


def state_look(state: TaskState) -> StateLook:
    """Return the look of `state`; of an unknown one, the word that came behind a question mark."""
    known = LOOKS.get(state) or DATE_LOOKS.get(state)
    if known is not None:
        return known
    word = state or "no state"
    return StateLook("?", "?", Tone.WARNING, word, "A state that Mixpanel's documents do not name.")
