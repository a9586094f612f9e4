"""The timeline of the open pipeline: when Mixpanel synced each day, beside what its tasks say."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer

from nessie_tui.model.timeline import Timeline
from nessie_tui.present import notice
from nessie_tui.present.line import joined
from nessie_tui.present.standing import Judgement
from nessie_tui.present.timeline_rows import DayRow, timeline_rows
from nessie_tui.present.timeline_words import timeline_notice, timeline_summary
from nessie_tui.present.tone import Span
from nessie_tui.present.wording import Wording
from nessie_tui.tui.screens.project_screen import PROJECT_KEYS, ProjectScreen
from nessie_tui.tui.watched import WatchedProject
from nessie_tui.tui.widgets.paint import border_title
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.timeline_table import TimelineTable
from nessie_tui.tui.widgets.title_bar import TitleBar


class TimelineScreen(ProjectScreen):
    """A day a line, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PROJECT_KEYS,
        Binding("escape,t", "back", "Back", key_display="esc", id="timeline.back"),
    ]

    def __init__(self, watched: WatchedProject, *, ascii_only: bool) -> None:
        super().__init__(watched, ascii_only=ascii_only)
        self._opened: str | None = None
        self._made_of: tuple[Judgement | None, Timeline | None] = (None, None)
        self._rows: dict[date, DayRow] = {}

    def compose(self) -> ComposeResult:
        """Lay out the table, and what stands in its place."""
        yield TitleBar(id="title")
        yield Prose(id="banner")
        with Vertical(id="timeline"):
            yield TimelineTable(self.wording, id="days")
            yield Prose(id="timeline-notice")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show what is known."""
        self.query_one(TimelineTable).focus()
        self.show_project()

    def on_resize(self) -> None:
        """Find the words that fit now."""
        self.show_project()

    def show_project(self) -> None:
        """Show the days of the open pipeline."""
        view, wording, words = self.watched.view, self.wording, self.watched.failure_words
        self._find_rows(wording)
        table, pane = self.query_one(TimelineTable), self.query_one("#timeline", Vertical)
        if view.opened != self._opened:
            self._opened = view.opened
            table.start_over(None)
        failure = self.watched.timeline_failure_words
        instead = timeline_notice(view.opened_pipeline, view.timeline, failure)
        self.query_one("#timeline-notice", Prose).show(instead)
        pane.set_class(bool(instead), "-notice")
        table.show(self._rows, wording)
        name = (Span(view.opened or "no pipeline", strong=True),)
        pane.border_title = border_title(
            joined([name, (Span("timeline"),), timeline_summary(self._rows) if self._rows else ()])
        )
        banner = self.query_one("#banner", Prose)
        banner.show(notice.banner(view, words))
        banner.set_class(bool(banner.lines), "-said")
        self.show_title()

    @on(TimelineTable.Chosen)
    def _chosen(self, message: TimelineTable.Chosen) -> None:
        self.show_tasks(f"on:{message.key.isoformat()}")

    def _find_rows(self, wording: Wording) -> None:
        view = self.watched.view
        if view.opened is None or view.timeline is None:
            self._rows, self._made_of = {}, (None, None)
            return
        shown = view.standing(view.opened, wording.now)
        made_of = (shown.judgement, view.timeline)
        if made_of[0] is not self._made_of[0] or made_of[1] is not self._made_of[1]:
            self._rows, self._made_of = timeline_rows(shown, view.timeline), made_of
