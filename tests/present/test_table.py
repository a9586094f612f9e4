import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.status_table import counts_table, task_table
from nessie_tui.present.table import Table, cut, table_lines, width_cells
from nessie_tui.present.tone import Span, Tone, plain


def drawn(header, *rows):
    return [
        plain(line) for line in table_lines(Table(header, [tuple(map(Span, row)) for row in rows]))
    ]


def test_columns_are_as_wide_as_their_widest_cell():
    assert drawn(("NAME", "N"), ("events-daily", "1"), ("a", "22")) == [
        "NAME          N",
        "events-daily  1",
        "a             22",
    ]


def test_without_rows_there_is_a_header():
    assert drawn(("A", "B")) == ["A  B"]


def test_a_row_of_another_length_is_a_bug():
    with pytest.raises((ValueError, IndexError)):
        drawn(("A", "B"), ("only one",))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("events", 6),
        ("イベント", 8),
        ("한국", 4),
        ("\uff41\uff42", 4),
        ("e\u0301vents", 6),
        ("ประเทศ", 6),
        ("ที่", 1),
        ("►◌↻✗◷⊘✓▸✦▴▾⋅", 12),
        ("🚀", 2),
        ("�", 1),
    ],
)
def test_text_takes_as_many_cells_as_a_terminal_gives_it(text, cells):
    assert width_cells(text) == cells == cell_len(text)


letters = st.text(st.sampled_from("aé한\uff41日 e\u0301\u0e37🚀✓"), max_size=8)
rows = st.lists(st.tuples(letters, letters), max_size=6)


@given(rows)
def test_columns_stand_under_one_another_in_any_script(rows):
    lines = drawn(("FIRST", "SECOND"), *rows)
    first_cells = max(map(width_cells, ["FIRST", *(first for first, _ in rows)]))
    for line, (first, second) in zip(lines[1:], rows, strict=True):
        assert line.startswith(first + " " * (first_cells - width_cells(first)) + "  " + second)


def test_a_task_has_a_row_with_days_as_days():
    task = Task(
        state=TaskState("timed_out"),
        run_at=WireTime("soon"),
        last_finish=WireTime("0001-01-01T00:00:00Z"),
        from_date=WireTime("2026-11-20T00:00:00-08:00"),
        to_date=WireTime("2026-11-20"),
    )
    table = task_table([task], ascii_only=False)
    assert table.header == ("STATE", "FROM", "TO", "RUN AT", "LAST FINISH")
    (row,) = table.rows
    assert [span.text for span in row] == [
        "◷ timed out",
        "2026-11-20",
        "2026-11-20",
        "soon",
        "-",
    ]
    assert row[0].tone is Tone.ERROR


def test_counts_have_a_row_for_every_state():
    table = counts_table({TaskState("failed"): 2, TaskState("skipped"): 1}, ascii_only=True)
    assert [[span.text for span in row] for row in table.rows] == [
        ["X failed", "2"],
        ["? skipped", "1"],
    ]


@pytest.mark.parametrize(
    ("width", "text"), [(9, "ab 日本語"), (8, "ab 日本…"), (7, "ab 日…"), (3, "ab…"), (1, "…")]
)
def test_a_line_is_cut_to_cells_and_says_so(width, text):
    assert plain(cut((Span("ab "), Span("日本語")), width)) == text
