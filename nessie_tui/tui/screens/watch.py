"""The main screen: a project's pipelines and the tasks of one of them, live."""

import contextlib
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer

from nessie_tui.feed.origin import Origin
from nessie_tui.model.profile import Profile
from nessie_tui.model.state import STATES
from nessie_tui.present import notice
from nessie_tui.present.column import COLUMNS
from nessie_tui.present.feed_words import FeedPhase, refresh_words
from nessie_tui.present.view_choice import ViewChoice
from nessie_tui.present.wording import Wording
from nessie_tui.tui.messages import UpdateArrived
from nessie_tui.tui.screens.coverage import CoverageScreen
from nessie_tui.tui.screens.explain import ExplainScreen
from nessie_tui.tui.screens.project_screen import ProjectScreen
from nessie_tui.tui.screens.timeline import TimelineScreen
from nessie_tui.tui.screens.watch_key import WATCH_KEYS
from nessie_tui.tui.watched import WatchedProject
from nessie_tui.tui.widgets.filter_bar import FilterBar
from nessie_tui.tui.widgets.pipeline_pane import PipelinePane
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker
from nessie_tui.tui.widgets.pipelines_pane import PipelinesPane
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.state_bar import StateBar
from nessie_tui.tui.widgets.task_table import TaskTable
from nessie_tui.tui.widgets.title_bar import TitleBar

_TICK_S = 1.0
_REWORD_TICKS = 30
_DOUBT_TICKS = 5
"""Seconds between two looks whether the profile was changed, while only a person can help."""


class WatchScreen(Screen[None]):
    """Watches one profile. Leaving it ends its worker and closes its connection.

    The worker only posts messages; everything that is shown is changed by a handler here.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-tiny"),
        (40, "-narrow"),
        (100, "-normal"),
        (180, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-flat"),
        (10, "-short"),
        (20, "-tall"),
        (36, "-lofty"),
    ]

    BINDINGS: ClassVar[list[BindingType]] = WATCH_KEYS

    class ProfileWanted(Message):
        """The person wants to choose another profile."""

    class ProfileDoubted(Message):
        """Nothing comes until somebody acts: perhaps somebody has changed the profile."""

    def __init__(
        self,
        profile: Profile,
        origin: Origin,
        *,
        start: ViewChoice,
        ascii_only: bool,
    ) -> None:
        """Prepare; nothing is asked before the screen is shown.

        Args:
            profile: What to watch.
            origin: Where its answers come from, and the clock.
            start: What to open and how to show it, from an earlier visit perhaps.
            ascii_only: The terminal draws nothing beyond ASCII.
        """
        super().__init__()
        self._watched = WatchedProject(profile, origin, start)
        self._view, self._poller = self._watched.view, self._watched.poller
        self._ascii_only = ascii_only
        self._is_pointed = False
        self._ticks = 0
        self._filters_pipelines = False

    @property
    def profile(self) -> Profile:
        """The profile that is watched."""
        return self._watched.profile

    @property
    def choice(self) -> ViewChoice:
        """What is open and how it is shown, to begin with at the next visit."""
        return ViewChoice(self._view.opened, self._view.query, self._watched.mode)

    def compose(self) -> ComposeResult:
        """Lay out both panes; the stylesheet decides which are seen."""
        yield TitleBar(id="title")
        yield Prose(id="banner")
        with Container(id="body"):
            yield PipelinesPane(self._wording)
            yield PipelinePane(self._wording, self.profile.timezone)
        yield FilterBar()
        yield Footer(show_command_palette=False, compact=True)
        yield Prose(id="too-small")

    def on_mount(self) -> None:
        """Begin to watch."""
        self.query_one("#too-small", Prose).show(notice.TOO_SMALL)
        self.set_class(self._view.opened is None, "-picking")
        self.query_one(PipelinePicker if self._view.opened is None else TaskTable).focus()
        self._show_everything()
        self.set_interval(_TICK_S, self.tick)
        self.watch(self.app, "app_focus", self._attend, init=False)
        self._watch()

    @work(exclusive=True, group="watch")
    async def _watch(self) -> None:
        async with aclosing(self._poller.updates()) as updates:
            async for update in updates:
                self.post_message(UpdateArrived(update))

    # What comes in.

    @on(UpdateArrived)
    def _take(self, message: UpdateArrived) -> None:
        self._watched.take(message.update)
        if self._watched.is_frozen:
            self._show_title()
            return
        self._show_everything()
        if not self._is_pointed and self._view.listing is not None:
            self._is_pointed = True
            self.query_one(PipelinePicker).move_to((self._view.opened or "", 0))

    # What is shown.

    @property
    def _wording(self) -> Wording:
        return self._watched.wording(ascii_only=self._ascii_only)

    def _show_everything(self) -> None:
        wording, words = self._wording, self._watched.failure_words
        pipelines, tasks = notice.pipelines(self._view, words), notice.tasks(self._view, words)
        self.query_one(PipelinesPane).show(self._view, pipelines, wording)
        self.query_one(PipelinePane).show(self._view, tasks, wording)
        banner = self.query_one("#banner", Prose)
        banner.show(notice.banner(self._view, words))
        banner.set_class(bool(banner.lines), "-said")
        self._show_title()
        self._tell_above(lambda above: above.show_project())

    def _tell_above(self, tell: Callable[[ProjectScreen], None]) -> None:
        """Let the screen at the top say the same, where it shows more of the same project."""
        top = self.app.screen
        if isinstance(top, ProjectScreen) and top.is_mounted:
            with contextlib.suppress(NoMatches):  # at the end of all, it loses its parts first
                tell(top)

    def _show_title(self) -> None:
        bar, state = self.query_one(TitleBar), self._watched.feed_state
        self.set_class(state.is_old, "-old")
        self.set_class(state.is_old and not state.is_of_one_pipeline, "-all-old")
        bar.show(*self._watched.title(self._wording, bar.size.width))
        self._tell_above(lambda above: above.show_title())

    def tick(self) -> None:
        """Say how old everything is by now."""
        self._ticks += 1
        self._show_title()
        if self._ticks % _REWORD_TICKS == 0:
            self.query_one(PipelinesPane).reword(self._view, self._wording)
            self.query_one(PipelinePane).reword(self._wording)
            if not self._watched.is_frozen:
                self._tell_above(lambda above: above.show_project())
        if self._ticks % _DOUBT_TICKS == 0 and self._watched.feed_state.phase is FeedPhase.REFUSED:
            self.post_message(self.ProfileDoubted())

    def _attend(self) -> None:
        self._watched.attend(is_focused=self.app.app_focus)

    def _say(self, text: str) -> None:
        self.app.clear_notifications()  # one at a time, or they cover the table
        self.notify(text, markup=False)

    # What the person does.

    @on(PipelinePicker.Chosen, "#picker")
    def _pipeline_chosen(self, message: PipelinePicker.Chosen) -> None:
        name, _ = message.key
        self._watched.open(name)
        self.remove_class("-picking")
        self.query_one(TaskTable).focus()
        self._show_everything()

    @on(TaskTable.OrderWanted)
    def _order_wanted(self, message: TaskTable.OrderWanted) -> None:
        self._view.order_by(message.field)
        self._show_everything()

    @on(StateBar.StateWanted)
    def _state_wanted(self, message: StateBar.StateWanted) -> None:
        self._view.show_state(message.state)
        self._show_everything()

    @on(TitleBar.ProfileWanted)
    def _profile_clicked(self) -> None:
        self.post_message(self.ProfileWanted())

    def action_profile_wanted(self) -> None:
        """Ask for another profile."""
        self.post_message(self.ProfileWanted())

    def action_state(self, number: int) -> None:
        """Show only the state with this number; 0 for all."""
        self._view.show_state(None if number == 0 else list(STATES)[number - 1])
        self._show_everything()

    def action_problems(self) -> None:
        """Show only what deserves a look, or everything again."""
        query = self._view.query
        self._view.query = replace(query, problems_only=not query.problems_only)
        self._show_everything()

    def action_problem(self, step: int) -> None:
        """Go to the next or previous task that deserves a look."""
        table = self.query_one(TaskTable)
        key = self._view.problem(table.cursor, step)
        if key is None:
            self._say("No problems among the tasks shown.")
            return
        table.move_to(key)

    def action_order(self) -> None:
        """Order by the next column."""
        fields = [column.order_by for column in COLUMNS if column.order_by]
        place = fields.index(self._view.query.order_by)
        self._view.order_by(fields[(place + 1) % len(fields)])
        self._show_everything()

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._view.order_by(self._view.query.order_by)
        self._show_everything()

    def action_freeze(self) -> None:
        """Hold the picture still, or let it go on with the newest of what came meanwhile."""
        self._watched.turn_freeze(is_focused=self.app.app_focus)
        self._show_everything()

    def action_refresh_now(self) -> None:
        """Ask now, out of the same budget."""
        wait_s = self._poller.refresh_now()
        self._say(refresh_words(wait_s, self._poller.pace))
        self._show_title()

    def action_pace(self, step: int) -> None:
        """Refresh more or less often."""
        wish_s = self._poller.hasten(-step)
        self._say(f"Refresh every {wish_s:g} s, as far as the budget allows.")

    def action_neighbour(self, step: int) -> None:
        """Open the next or previous pipeline."""
        name = self._view.neighbour(step, self._watched.clock.now())
        if name is not None:
            self._watched.open(name)
            self.query_one(PipelinePicker).move_to((name, 0))
            self._show_everything()

    def action_coverage(self) -> None:
        """Show what became of each date of the open pipeline, or of the one pointed at."""
        self._show_more(CoverageScreen)

    def action_timeline(self) -> None:
        """Show on which days it was synced."""
        self._show_more(TimelineScreen)

    def _show_more(self, screen: type[ProjectScreen]) -> None:
        picker = self.query_one(PipelinePicker)
        if picker.has_focus and picker.cursor_key is not None:
            self._watched.open(picker.cursor_key[0])
        if self._view.opened is None:
            self._say("Open a pipeline first.")
            return
        above = screen(self._watched, ascii_only=self._ascii_only)
        self.app.push_screen(above, self._come_back)

    def _come_back(self, are_tasks_wanted: bool | None) -> None:  # noqa: FBT001 - Textual's callback
        """Take up what the screen above has chosen meanwhile."""
        self.query_one(PipelinePicker).move_to((self._view.opened or "", 0))
        if are_tasks_wanted:
            self.remove_class("-picking")
            self.query_one(TaskTable).focus()
        self._show_everything()

    def action_explain(self) -> None:
        """Say how the figures about the open pipeline were computed."""
        lines = self._watched.explanation(self.query_one(TaskTable).cursor_task, self._wording)
        if lines is None:
            self._say("Nothing is known of its dates yet.")
            return
        self.app.push_screen(ExplainScreen(lines))

    def action_time_mode(self) -> None:
        """Show moments in the next zone."""
        self._watched.mode = self._watched.mode.next()
        self._say(f"Times: {self._watched.mode}. Days stay as Mixpanel wrote them.")
        self._show_everything()

    def action_picker(self) -> None:
        """Go to the pipelines."""
        self.add_class("-picking")
        self.query_one(PipelinePicker).focus()

    def action_filter(self) -> None:
        """Filter the pane that has the focus; while the filter is typed, the key is a character."""
        if self.query_one(FilterBar).has_focus:
            self.query_one(FilterBar).insert_text_at_cursor("/")
            return
        self._filters_pipelines = self.query_one(PipelinePicker).has_focus
        if self._filters_pipelines:
            self.query_one(FilterBar).open(self._view.pipeline_filter, "part of a name")
        else:
            hint = "nov  state:failed  from:2026-05-*  !canceled"
            self.query_one(FilterBar).open(self._view.query.text, hint)

    @on(FilterBar.Typed)
    def _filter_typed(self, message: FilterBar.Typed) -> None:
        if self._filters_pipelines:
            self._view.pipeline_filter = message.text.strip()
        else:
            self._view.query = replace(self._view.query, text=message.text.strip())
        self._show_everything()

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self.query_one(PipelinePicker if self._filters_pipelines else TaskTable).focus()

    def action_back(self) -> None:
        """One step back: from a filter to everything, from the tasks to the pipelines."""
        if self.query_one(PipelinePicker).has_focus:
            self._view.pipeline_filter = ""
            self._show_everything()
        elif self._view.query.is_filtering:
            self._view.query = self._view.query.unfiltered()
            self._show_everything()
        else:
            self.action_picker()
