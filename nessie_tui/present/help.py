"""The text of the help screen."""

from dataclasses import dataclass

from nessie_tui.present.mark import ASCII, UNICODE
from nessie_tui.present.state_look import DATE_LOOKS, LOOKS
from nessie_tui.present.tone import Line, Span, Tone

_KEY_CELLS = 14
_WORD_CELLS = 12


@dataclass(frozen=True, slots=True)
class KeyHint:
    """What a key does."""

    keys: str
    does: str


def help_lines(hints: tuple[KeyHint, ...], *, ascii_only: bool) -> list[Line]:
    """Return the keys, then the states and what they mean."""
    lines: list[Line] = [(Span("Keys", strong=True),)]
    lines += [(Span(f"{hint.keys:<{_KEY_CELLS}} ", Tone.ACCENT), Span(hint.does)) for hint in hints]
    lines += [(), (Span("States", strong=True),)]
    for look in (*LOOKS.values(), *DATE_LOOKS.values()):
        lines.append(
            (
                Span(f"{look.mark(ascii_only=ascii_only)} {look.word:<{_WORD_CELLS}}", look.tone),
                Span(look.meaning),
            )
        )
    marks = ASCII if ascii_only else UNICODE
    lines += [
        (
            Span(f"{marks.alarm} {'late':<{_WORD_CELLS}}", Tone.WARNING),
            Span("Before a pipeline's name: late, overdue, or stopped and not tried again."),
        ),
        (),
        (Span("Days are shown as Mixpanel wrote them; moments in the zone that u chooses."),),
        (Span("A filter takes words (nov), fields (state:failed, from:2026-05-*) and !word."),),
    ]
    return lines
