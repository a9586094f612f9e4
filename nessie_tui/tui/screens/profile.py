"""Choose another profile."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from nessie_tui.model.profile import Profile
from nessie_tui.present.mark import Marks
from nessie_tui.present.tone import Span, Tone
from nessie_tui.tui.widgets.profile_list import ProfileList
from nessie_tui.tui.widgets.prose import Prose


class ProfileScreen(ModalScreen[str | None]):
    """Dismissed with the chosen profile's name, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,p", "dismiss(None)", "Back", id="profile.back"),
    ]

    def __init__(
        self,
        profiles: tuple[Profile, ...],
        current: str | None,
        marks: Marks,
        warnings: tuple[str, ...] = (),
    ) -> None:
        """Offer `profiles`; `warnings` are what their file leaves unclear."""
        super().__init__()
        self._profiles = profiles
        self._current = current
        self._marks = marks
        self._warnings = warnings

    def compose(self) -> ComposeResult:
        """Lay out the list and what to do."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = "Profiles"
            yield ProfileList(self._profiles, self._current, self._marks)
            yield Prose(id="hint")

    def on_mount(self) -> None:
        """Say what can be done here."""
        hint = "enter watches, esc goes back. nessie-tui profile add saves another."
        self.query_one("#hint", Prose).show(
            [
                *((Span(warning, Tone.WARNING),) for warning in self._warnings),
                (Span(hint, Tone.MUTED),),
            ]
        )

    @on(ProfileList.Chosen)
    def _chosen(self, message: ProfileList.Chosen) -> None:
        self.dismiss(str(message.key))
