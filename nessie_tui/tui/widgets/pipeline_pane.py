"""The right pane: one pipeline's counts, tasks and the dates of the task under the cursor."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content

from nessie_tui.model.task import TaskKey
from nessie_tui.present.detail import Focus
from nessie_tui.present.notice import Notice
from nessie_tui.present.pipeline_heading import heading_line
from nessie_tui.present.progress_words import backfill_line
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.standing import Standing
from nessie_tui.present.state_bar import state_counts
from nessie_tui.present.task_rows import filter_words
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.date_pane import DatePane
from nessie_tui.tui.widgets.paint import border_title
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.state_bar import StateBar
from nessie_tui.tui.widgets.task_table import TaskTable

_FRAME = 4
"""Cells of the border that its title leaves free."""


class PipelinePane(Vertical):
    """Frames state bar, table and detail; all three show the same reading."""

    def __init__(self, wording: Wording, zone: str | None) -> None:
        """Prepare.

        Args:
            wording: How the first picture is worded.
            zone: The project's time zone by name; None when nobody said.
        """
        super().__init__(id="pipeline")
        self._zone = zone
        self._view = ProjectView()
        self._wording = wording
        self._opened: str | None = None
        self._cursors: dict[str | None, TaskKey | None] = {}

    def compose(self) -> ComposeResult:
        """Lay out; the stylesheet says whether the detail stands below or beside the table."""
        yield StateBar(id="states")
        yield Prose(id="progress")
        with Container(id="split"):
            yield TaskTable(self._wording, id="tasks")
            yield Prose(id="tasks-notice")
            yield DatePane(self._wording, id="detail")

    def show(self, view: ProjectView, notice: Notice, wording: Wording) -> None:
        """Show the open pipeline of `view`; a `notice` stands in place of its table."""
        table = self.query_one(TaskTable)
        if view.opened != self._opened:
            self._cursors[self._opened] = table.cursor_key
            self._opened = view.opened
            table.start_over(self._cursors.get(view.opened))
        self._view, self._wording = view, wording
        table.show(view.rows, wording)
        self._show_above()
        self.query_one("#tasks-notice", Prose).show(notice)
        self.set_class(bool(notice), "-notice")
        self._show_detail()

    def reword(self, wording: Wording) -> None:
        """Say the same at a later moment."""
        self._wording = wording
        self.query_one(TaskTable).show(self._view.rows, wording)
        self._show_above()
        self._show_detail()

    def show_states(self) -> None:
        """Show the counts, if there are any, in as many words as there is room for."""
        view, bar = self._view, self.query_one(StateBar)
        counts = view.counts.get(view.opened or "")
        if counts is None:
            bar.show(())
        else:
            bar.show(state_counts(counts, view.query, self._wording, bar.size.width))

    def on_resize(self) -> None:
        """Find the words that fit now."""
        self._show_above()

    @on(TaskTable.CursorMoved)
    def _task_pointed_at(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        task, view, focus = self.query_one(TaskTable).cursor_task, self._view, None
        if task is not None:
            attempts = view.rows.attempts
            focus = Focus(task, attempts, self._zone, view.timeline, self._standing, view.limits)
        self.query_one(DatePane).show_task(focus, self._wording)

    @property
    def _standing(self) -> Standing | None:
        """How the open pipeline stands; None with none open."""
        opened = self._view.opened
        return None if opened is None else self._view.standing(opened, self._wording.now)

    def _show_above(self) -> None:
        """Say above the table whose tasks these are, how many, and how a backfill gets on."""
        shown, room = self._standing, self.size.width
        self.show_states()
        if shown is None:
            self.border_title = Content("Tasks")
            return
        title = heading_line(shown, filter_words(self._view.rows), self._wording, room - _FRAME)
        self.border_title = border_title(title)
        going = backfill_line(shown, self._wording, room - 2)
        progress = self.query_one("#progress", Prose)
        progress.show([going] if going else [])
        progress.set_class(bool(going), "-said")
