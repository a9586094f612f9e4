"""The coverage screen: what became of each date of one pipeline, as a calendar."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.signal import Signal
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
from nessie_tui.present.feed_words import feed_line, refresh_words
from nessie_tui.present.pipeline_words import heading
from nessie_tui.present.profile_words import profile_title
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import plain
from nessie_tui.present.unit_words import count_words, range_options, unit_words
from nessie_tui.present.wording import Wording
from nessie_tui.tui.screens.coverage_key import COVERAGE_KEYS
from nessie_tui.tui.screens.explain import ExplainScreen
from nessie_tui.tui.watched import WatchedProject
from nessie_tui.tui.widgets.date_calendar import DateCalendar
from nessie_tui.tui.widgets.problem_list import ProblemList
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.title_bar import TitleBar

_REWORD_TICKS = 30
_PADDING_CELLS = 2
"""What the stylesheet leaves free beside the facts."""


class CoverageScreen(Screen[bool]):
    """Lies over the screen that watches, and shows the same project.

    It asks nothing and keeps nothing: what it changes, it changes in the watched project. Dismissed
    with True where the tasks of a date are wanted; the filter for them is set by then.
    """

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

    BINDINGS: ClassVar[list[BindingType]] = COVERAGE_KEYS

    class ProfileWanted(Message):
        """The person wants to choose another profile."""

    def __init__(self, watched: WatchedProject, told: Signal[bool], *, ascii_only: bool) -> None:
        """Prepare.

        Args:
            watched: The project; its open pipeline is shown.
            told: Says that time has passed, and whether something new has arrived, too.
            ascii_only: The terminal draws nothing beyond ASCII.
        """
        super().__init__()
        self._watched = watched
        self._told = told
        self._ascii_only = ascii_only
        self._marks: DateMarks | None = None
        self._late_to = 0
        self._problems: tuple[DateProblem, ...] = ()
        self._opened: str | None = None
        self._ticks = 0

    def compose(self) -> ComposeResult:
        """Lay out all parts; the stylesheet decides which stand where."""
        yield TitleBar(id="title")
        yield Prose(id="banner")
        yield Prose(id="facts")
        yield Prose(id="legend")
        with Container(id="body"):
            with Vertical(id="dates"):
                with Vertical(id="frame"):
                    yield DateCalendar(self._wording.marks, id="calendar")
                date = Prose(id="date")
                date.border_title = "Date"
                yield date
            problems = ProblemList(self._wording, id="problems")
            problems.border_title = "Problems"
            yield problems
        yield Prose(id="dates-notice")
        yield Footer(show_command_palette=False, compact=True)
        yield Prose(id="too-small")

    def on_mount(self) -> None:
        """Show what is known, and follow the watch screen's feed."""
        self.query_one("#too-small", Prose).show(notice.TOO_SMALL_FOR_DATES)
        self.query_one(DateCalendar).focus()
        self._show_everything()
        self._told.subscribe(self, self._follow)

    def _follow(self, has_arrived: bool) -> None:  # noqa: FBT001 - a signal carries one value
        self._ticks += 1
        if has_arrived or (self._ticks % _REWORD_TICKS == 0 and not self._watched.is_frozen):
            self._show_everything()
        else:
            self._show_title()

    # What is shown.

    @property
    def _wording(self) -> Wording:
        return self._watched.wording(ascii_only=self._ascii_only)

    def _show_everything(self) -> None:
        view, words, wording = self._watched.view, self._watched.failure_words, self._wording
        found = self._watched.survey
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
        self._show_title()

    def _show_dates(self, found: Survey, wording: Wording) -> None:
        self.set_class(found.units.kind is UnitKind.DAY, "-daily")
        self.set_class(found.units.kind is UnitKind.HOUR, "-hourly")
        limits = self._watched.limits
        marks = date_marks(found, limits, wording.now, ascii_only=self._ascii_only)
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
        queue = progress_lines(found, self._watched.view.counts, wording)
        self.query_one("#facts", Prose).show([*head, *queue])
        self.query_one("#legend", Prose).show(legend(facts, self.size.width - _PADDING_CELLS))
        self._show_date()

    def _show_date(self) -> None:
        pane, unit = self.query_one("#date", Prose), self.query_one(DateCalendar).cursor
        if self._marks is None or unit is None:
            pane.show(())
            return
        facts = DateFacts(self._marks, self._watched.limits, self._wording)
        pane.show(date_detail(facts, unit, pane.size.height, pane.size.width))

    def _show_title(self) -> None:
        bar, state, wording = self.query_one(TitleBar), self._watched.feed_state, self._wording
        self.set_class(state.is_old, "-old")
        left = profile_title(self._watched.profile, wording.marks)
        room = bar.size.width - width_cells(plain(left))
        now = self._watched.clock.monotonic()
        bar.show(left, feed_line(state, self._watched.poller.pace, now, wording, room))

    @on(Resize)
    def _fit(self) -> None:
        self.call_after_refresh(self._show_everything)

    def _say(self, text: str) -> None:
        self.app.clear_notifications()  # one at a time, or they cover the dates
        self.notify(text, markup=False)

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
        found, view = self._watched.survey, self._watched.view
        if found is None:
            return
        text = date_filter(found, message.unit)
        if text is None:
            self._say(f"No task covers {unit_words(found.units, message.unit)}.")
            return
        view.query = replace(view.query.unfiltered(), text=text)
        self.dismiss(True)  # noqa: FBT003 - what it is dismissed with

    @on(TitleBar.ProfileWanted)
    def _profile_clicked(self) -> None:
        self.post_message(self.ProfileWanted())

    def action_profile_wanted(self) -> None:
        """Ask for another profile."""
        self.post_message(self.ProfileWanted())

    def action_problem(self, step: int) -> None:
        """Go to the next older problem, or to the next newer one."""
        calendar = self.query_one(DateCalendar)
        problem = None
        if calendar.cursor is not None:
            problem = problem_after(self._problems, calendar.cursor, step)
        if problem is None:
            self._say("Nothing is wrong with these dates.")
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
        self._say(f"Copied {text} ({count_words(run.count, units.kind)})")

    def action_explain(self) -> None:
        """Say how the figures were computed."""
        lines = self._watched.explanation(None, self._wording)
        if lines is None:
            self._say("Nothing is known of its dates yet.")
            return
        self.app.push_screen(ExplainScreen(lines))

    def action_neighbour(self, step: int) -> None:
        """Show the next or previous pipeline."""
        name = self._watched.view.neighbour(step)
        if name is not None:
            self._watched.open(name)
            self._show_everything()

    def action_freeze(self) -> None:
        """Hold the picture still, or let it go on with the newest of what came meanwhile."""
        if self._watched.is_frozen:
            self._watched.go_on()
        else:
            self._watched.freeze()
        is_attended = self.app.app_focus and not self._watched.is_frozen
        self._watched.poller.attend(is_attended=is_attended)
        self._show_everything()

    def action_refresh_now(self) -> None:
        """Ask now, out of the same budget."""
        wait_s = self._watched.poller.refresh_now()
        self._say(refresh_words(wait_s, self._watched.poller.pace))
        self._show_title()

    def action_time_mode(self) -> None:
        """Show moments in the next zone."""
        self._watched.mode = self._watched.mode.next()
        self._say(f"Times: {self._watched.mode}. Days stay as Mixpanel wrote them.")
        self._show_everything()

    def action_back(self) -> None:
        """Go back to the tasks, as they were."""
        self.dismiss(False)  # noqa: FBT003 - what it is dismissed with


def _problems_title(problems: tuple[DateProblem, ...]) -> str:
    return f"Problems {len(problems):,}" if problems else "No problems"
