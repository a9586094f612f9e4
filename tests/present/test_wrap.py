from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Span, Tone, plain
from nessie_tui.present.wrap import wrapped

words = st.lists(st.text("ab日", min_size=1, max_size=9), min_size=1).map(" ".join)


def broken(text, width, indent=2):
    return [plain(line) for line in wrapped((Span(text),), width, indent)]


def test_what_fits_stays_as_it_is():
    line = (Span("Zone        "), Span("US/Pacific"), Span(", set", Tone.MUTED))
    assert plain(wrapped(line, 80, 12)[0]) == plain(line)


def test_a_line_is_broken_at_a_space_and_goes_on_further_right():
    assert broken("one two three", 8) == ["one two", "  three"]


def test_a_tone_goes_on_in_the_next_line():
    _, second = wrapped((Span("one "), Span("two three", Tone.ERROR)), 8, 2)
    assert [span.tone for span in second if span.text.strip()] == [Tone.ERROR]


def test_an_empty_line_is_one_line():
    assert wrapped((), 80, 2) == [()]


def test_a_word_that_fits_nowhere_is_not_cut():
    assert broken("a " + "b" * 20, 8) == ["a", "  " + "b" * 20]


@given(words, st.integers(20, 40))
def test_no_word_is_lost_and_no_line_too_wide(text, width):
    lines = broken(text, width)
    assert " ".join(line.strip() for line in lines) == text
    assert all(width_cells(line) <= width for line in lines)
