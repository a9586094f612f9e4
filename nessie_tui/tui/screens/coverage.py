"""The coverage screen: what became of each date of one pipeline, as a calendar."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Footer

from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.freshness import newest_late
from nessie_tui.model.survey import Survey
from nessie_tui.model.unit import UnitKind
from nessie_tui.present import notice
from nessie_tui.present.coverage_words import coverage_lines, legend, progress_lines
from nessie_tui.present.date_detail import date_detail
from nessie_tui.present.date_filter import date_filter
from nessie_tui.present.date_mark import DateFacts, DateMarks, date_marks
from nessie_tui.present.date_problem import DateProblem, date_problems, problem_after, problem_at
from nessie_tui.present.pipeline_words import heading
from nessie_tui.present.unit_words import count_words, range_options, unit_words
from nessie_tui.present.wording import Wording
from nessie_tui.tui.screens.coverage_key import COVERAGE_KEYS
from nessie_tui.tui.screens.project_screen import PROJECT_KEYS, ProjectScreen
from nessie_tui.tui.watched import WatchedProject
from nessie_tui.tui.widgets.date_calendar import DateCalendar
from nessie_tui.tui.widgets.problem_list import ProblemList
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.title_bar import TitleBar

_PADDING_CELLS = 2
"""What the stylesheet leaves free beside the facts."""


class CoverageScreen(ProjectScreen):
    """A calendar, what is wrong with its dates, and everything about the one under the cursor."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-normal"),
        (116, "-roomy"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-flat"),
        (15, "-short"),
        (24, "-tall"),
    ]

    BINDINGS: ClassVar[list[BindingType]] = [*PROJECT_KEYS, *COVERAGE_KEYS]

    def __init__(self, watched: WatchedProject, *, ascii_only: bool) -> None:
        super().__init__(watched, ascii_only=ascii_only)
        self._marks: DateMarks | None = None
        self._late_to = 0
        self._problems: tuple[DateProblem, ...] = ()
        self._opened: str | None = None

    def compose(self) -> ComposeResult:
        """Lay out all parts; the stylesheet decides which stand where."""
        yield TitleBar(id="title")
        yield Prose(id="banner")
        yield Prose(id="facts")
        yield Prose(id="legend")
        with Container(id="body"):
            with Vertical(id="dates"):
                with Vertical(id="frame"):
                    yield DateCalendar(self.wording.marks, id="calendar")
                date = Prose(id="date")
                date.border_title = "Date"
                yield date
            problems = ProblemList(self.wording, id="problems")
            problems.border_title = "Problems"
            yield problems
        yield Prose(id="dates-notice")
        yield Footer(show_command_palette=False, compact=True)
        yield Prose(id="too-small")

    def on_mount(self) -> None:
        """Show what is known."""
        self.query_one("#too-small", Prose).show(notice.TOO_SMALL_FOR_DATES)
        self.query_one(DateCalendar).focus()
        self.show_project()

    # What is shown.

    def show_project(self) -> None:
        """Show what became of the open pipeline's dates."""
        view, words, wording = self.watched.view, self.watched.failure_words, self.wording
        found = self.watched.survey
        if view.opened != self._opened:
            self._opened, self._marks, self._problems = view.opened, None, ()
            self.query_one(DateCalendar).forget()
            self.query_one(ProblemList).start_over(None)
        instead = notice.dates(view, found, words, wording)
        self.query_one("#dates-notice", Prose).show(instead)
        self.set_class(bool(instead), "-notice")
        banner = self.query_one("#banner", Prose)
        banner.show(notice.banner(view, words))
        banner.set_class(bool(banner.lines), "-said")
        frame = self.query_one("#frame")
        facts = "" if view.opened_pipeline is None else heading(view.opened_pipeline, wording)
        frame.border_title = Content.assemble((view.opened or "", "bold"), f"  {facts}")
        self.query_one("#dates-notice").border_title = frame.border_title
        if found is None or instead:
            self._marks, self._problems = None, ()
            self.query_one("#facts", Prose).show(())
            self.query_one("#legend", Prose).show(())
        else:
            self._show_dates(found, wording)
        self.show_title()

    def _show_dates(self, found: Survey, wording: Wording) -> None:
        self.set_class(found.units.kind is UnitKind.DAY, "-daily")
        self.set_class(found.units.kind is UnitKind.HOUR, "-hourly")
        limits = self.watched.limits
        marks = date_marks(found, limits, wording.now, ascii_only=self.ascii_only)
        late_to = newest_late(found.units, limits, wording.now)
        known = self._marks
        if (
            known is None
            or known.found is not found
            or (known.judged_to, self._late_to) != (marks.judged_to, late_to)
        ):
            self._marks, self._late_to = marks, late_to
            self._problems = date_problems(found, limits, wording.now)
            self.query_one(DateCalendar).show(marks)
        problems = self.query_one(ProblemList)
        problems.show(self._problems, found, wording)
        problems.border_title = _problems_title(self._problems)
        facts = DateFacts(marks, limits, wording)
        head = coverage_lines(facts, self.size.width - _PADDING_CELLS)
        queue = progress_lines(found, self.watched.view.counts, wording)
        self.query_one("#facts", Prose).show([*head, *queue])
        self.query_one("#legend", Prose).show(legend(facts, self.size.width - _PADDING_CELLS))
        self._show_date()

    def _show_date(self) -> None:
        pane, unit = self.query_one("#date", Prose), self.query_one(DateCalendar).cursor
        if self._marks is None or unit is None:
            pane.show(())
            return
        facts = DateFacts(self._marks, self.watched.limits, self.wording)
        pane.show(date_detail(facts, unit, pane.size.height, pane.size.width))

    @on(Resize)
    def _fit(self) -> None:
        self.call_after_refresh(self.show_project)

    # What the person does.

    @on(DateCalendar.CursorMoved)
    def _date_pointed_at(self, message: DateCalendar.CursorMoved) -> None:
        self._show_date()
        problem, problems = problem_at(self._problems, message.unit), self.query_one(ProblemList)
        if problem is not None and not problems.has_focus:
            problems.move_to(problem.key)

    @on(ProblemList.Chosen)
    def _problem_chosen(self) -> None:
        problem = self.query_one(ProblemList).cursor_problem
        if problem is not None:
            self.query_one(DateCalendar).move_to(problem.units.last)

    @on(DateCalendar.Chosen)
    def _date_chosen(self, message: DateCalendar.Chosen) -> None:
        found = self.watched.survey
        if found is None:
            return
        text = date_filter(found, message.unit)
        if text is None:
            self.say(f"No task covers {unit_words(found.units, message.unit)}.")
            return
        self.show_tasks(text)

    def action_problem(self, step: int) -> None:
        """Go to the next older problem, or to the next newer one."""
        calendar = self.query_one(DateCalendar)
        problem = None
        if calendar.cursor is not None:
            problem = problem_after(self._problems, calendar.cursor, step)
        if problem is None:
            self.say("Nothing is wrong with these dates.")
            return
        calendar.move_to(problem.units.last)
        self.query_one(ProblemList).move_to(problem.key)

    def action_copy(self) -> None:
        """Copy the range of the problem under the cursor, or the date, as options."""
        problems, unit = self.query_one(ProblemList), self.query_one(DateCalendar).cursor
        if self._marks is None or unit is None:
            return
        problem = problem_at(self._problems, unit)
        if problems.has_focus:
            problem = problems.cursor_problem
        run = UnitRange(unit, unit) if problem is None else problem.units
        units = self._marks.found.units
        text = range_options(units, run)
        self.app.copy_to_clipboard(text)
        self.say(f"Copied {text} ({count_words(run.count, units.kind)})")


def _problems_title(problems: tuple[DateProblem, ...]) -> str:
    return f"Problems {len(problems):,}" if problems else "No problems"
