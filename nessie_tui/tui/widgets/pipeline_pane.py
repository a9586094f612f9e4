"""The right pane: one pipeline's counts, tasks and the dates of the task under the cursor."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content

from nessie_tui.model.task import TaskKey
from nessie_tui.present.detail import task_detail
from nessie_tui.present.notice import Notice
from nessie_tui.present.pipeline_words import heading
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.state_bar import state_counts
from nessie_tui.present.task_rows import filter_words
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.state_bar import StateBar
from nessie_tui.tui.widgets.task_table import TaskTable


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
        with Container(id="split"):
            yield TaskTable(self._wording, id="tasks")
            yield Prose(id="tasks-notice")
            detail = Prose(id="detail")
            detail.border_title = "Date range"
            yield detail

    def show(self, view: ProjectView, notice: Notice, wording: Wording) -> None:
        """Show the open pipeline of `view`; a `notice` stands in place of its table."""
        table = self.query_one(TaskTable)
        if view.opened != self._opened:
            self._cursors[self._opened] = table.cursor_key
            self._opened = view.opened
            table.start_over(self._cursors.get(view.opened))
        self._view, self._wording = view, wording
        self.border_title = _title(view, wording)
        table.show(view.rows, wording)
        self.show_states()
        self.query_one("#tasks-notice", Prose).show(notice)
        self.set_class(bool(notice), "-notice")
        self._show_detail()

    def reword(self, wording: Wording) -> None:
        """Say the same at a later moment."""
        self._wording = wording
        self.query_one(TaskTable).show(self._view.rows, wording)
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
        self.show_states()

    @on(TaskTable.CursorMoved)
    def _task_pointed_at(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        task = self.query_one(TaskTable).cursor_task
        lines = []
        if task is not None:
            view = self._view
            lines = task_detail(task, view.rows.attempts, self._zone, self._wording, view.timeline)
        self.query_one("#detail", Prose).show(lines)


def _title(view: ProjectView, wording: Wording) -> Content:
    if view.opened is None:
        return Content("Tasks")
    facts = heading(view.opened_pipeline, wording) if view.opened_pipeline else ""
    filtered = filter_words(view.rows)
    return Content.assemble(
        (view.opened, "bold"),
        (f"  {filtered}" if filtered else "", "$text-warning"),
        f"  {facts}" if facts else "",
    )
