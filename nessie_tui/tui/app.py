"""The application: theme, keys and the way from screen to screen. It holds no data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from nessie_tui.errors import SetupError
from nessie_tui.feed.origin import FindOrigin
from nessie_tui.model.profile import Profile, ProfileBook
from nessie_tui.present.mark import ASCII, UNICODE
from nessie_tui.present.view_choice import ViewChoice
from nessie_tui.tui.screens.help import HelpScreen, key_hints
from nessie_tui.tui.screens.profile import ProfileScreen
from nessie_tui.tui.screens.project_screen import ProjectScreen
from nessie_tui.tui.screens.watch import WatchScreen
from nessie_tui.tui.screens.welcome import WelcomeScreen


@dataclass(frozen=True)
class Surroundings:
    """Everything outside the screens that they need, wired by the command line."""

    load_profiles: Callable[[], ProfileBook]
    """Reads the saved profiles; raises `SetupError`."""
    demo: Profile
    find_origin: FindOrigin
    profiles_path: str
    stamp: Callable[[], object]
    """Tells, compared with what it told before, whether a profile or a secret was changed."""
    refresh_seconds: float | None = None
    """In place of every profile's own wish; None for that."""
    ascii_only: bool = False


class NessieApp(App[None]):
    """Opens a profile, or the welcome screen where there is none."""

    TITLE = "nessie-tui"
    CSS_PATH = [  # noqa: RUF012 - Textual declares it so
        "styles/app.tcss",
        "styles/watch.tcss",
        "styles/coverage.tcss",
        "styles/timeline.tcss",
        "styles/dialog.tcss",
    ]
    COMMAND_PALETTE_BINDING = "ctrl+p"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "colon", "command_palette", "Palette", key_display=":", show=False, id="app.palette"
        ),
        Binding("T", "change_theme", "Theme", show=False, id="app.theme"),
        Binding("question_mark", "help", "Help", key_display="?", id="app.help"),
        Binding("f1", "help", "Help", show=False, id="app.help_too"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("ctrl+c", "quit", "Quit", show=False, system=True, id="app.interrupt"),
    ]

    def __init__(
        self,
        surroundings: Surroundings,
        profile: Profile | None,
        *,
        pipeline: str | None = None,
    ) -> None:
        """Prepare.

        Args:
            surroundings: What the screens need from outside.
            profile: The profile to open; None for the welcome screen.
            pipeline: The pipeline to open there; None for the first one listed.
        """
        super().__init__()
        self.set_class(surroundings.ascii_only, "-ascii")
        self._surroundings = surroundings
        self._profile = profile
        self._pipeline = pipeline
        self._choices: dict[str, ViewChoice] = {}
        self._stamp: object = None

    def on_mount(self) -> None:
        """Open the first screen."""
        if self._profile is None:
            self.push_screen(WelcomeScreen(self._surroundings.profiles_path))
        else:
            self._choices[self._profile.name] = ViewChoice(self._pipeline)
            self.push_screen(self._watch_screen(self._profile))

    def _watch_screen(self, profile: Profile) -> WatchScreen:
        self._stamp = self._surroundings.stamp()
        wish = self._surroundings.refresh_seconds
        return WatchScreen(
            replace(profile, refresh_seconds=wish) if wish else profile,
            self._surroundings.find_origin(profile),
            start=self._choices.get(profile.name, ViewChoice()),
            ascii_only=self._surroundings.ascii_only,
        )

    @on(WelcomeScreen.DemoWanted)
    def _open_demo(self) -> None:
        self.switch_screen(self._watch_screen(self._surroundings.demo))

    @on(WelcomeScreen.ProfilesWanted)
    @on(WatchScreen.ProfileWanted)
    @on(ProjectScreen.ProfileWanted)
    def _choose_profile(self) -> None:
        try:
            book = self._surroundings.load_profiles()
        except SetupError as error:
            self.notify(str(error), title="Profiles", severity="error", markup=False)
            book = ProfileBook()
        profiles = (*book.profiles, self._surroundings.demo)
        watched = self._watched
        current = watched.profile if watched else None
        by_name = {profile.name: profile for profile in profiles}

        def switch(name: str | None) -> None:
            if name is None or (current is not None and name == current.name):
                return
            if watched is not None:
                self._choices[watched.profile.name] = watched.choice
            self._open(by_name[name])

        marks = ASCII if self._surroundings.ascii_only else UNICODE
        name = current.name if current else None
        self.push_screen(ProfileScreen(profiles, name, marks, book.warnings), switch)

    @on(WatchScreen.ProfileDoubted)
    def _look_for_a_changed_profile(self) -> None:
        stamp, watched = self._surroundings.stamp(), self._watched
        is_in_front = isinstance(self.screen, WatchScreen | ProjectScreen)
        if stamp == self._stamp or watched is None or not is_in_front:
            return  # what a person has opened over it is not closed before their eyes
        self._stamp = stamp
        try:
            profile = self._surroundings.load_profiles().get(watched.profile.name)
        except SetupError:
            return  # half of an edit, perhaps: what is on the screen says what is wrong already
        if profile is not None:
            self._choices[profile.name] = watched.choice
            self._open(profile)

    @property
    def _watched(self) -> WatchScreen | None:
        """The screen that watches, whatever lies over it; None before there is one."""
        watching = (screen for screen in self.screen_stack if isinstance(screen, WatchScreen))
        return next(watching, None)

    def _open(self, profile: Profile) -> None:
        """Watch `profile`; the screen that watched another one ends, and all that lie over it."""
        while isinstance(self.screen, ProjectScreen):
            self.pop_screen()
        self.switch_screen(self._watch_screen(profile))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every key's action in the palette, besides Textual's own commands."""
        yield from super().get_system_commands(screen)
        offered: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description not in offered and not binding.system:
                offered.add(binding.description)
                key = self.get_key_display(binding)
                run = partial(self.run_action, binding.action, active.node)
                yield SystemCommand(binding.description, f"Key {key}", run)

    def get_key_display(self, binding: Binding) -> str:
        """Name a key in the characters that the terminal can draw."""
        if self._surroundings.ascii_only:
            return binding.key_display or binding.key
        return super().get_key_display(binding)

    def action_help(self) -> None:
        """Show the keys of the current screen."""
        hints = key_hints(self.screen)
        self.push_screen(HelpScreen(hints, ascii_only=self._surroundings.ascii_only))
