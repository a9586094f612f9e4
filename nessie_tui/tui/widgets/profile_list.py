"""The saved profiles, a line each."""

from typing import ClassVar

from nessie_tui.model.profile import Profile
from nessie_tui.present.mark import Marks
from nessie_tui.present.profile_words import profile_line
from nessie_tui.present.tone import Line
from nessie_tui.tui.widgets.line_list import LineList


class ProfileList(LineList[str]):
    """Shows profiles by name."""

    ITEM_LINES: ClassVar[int] = 1

    def __init__(self, profiles: tuple[Profile, ...], current: str | None, marks: Marks) -> None:
        super().__init__(id="profiles")
        self._profiles = profiles
        self._current = current
        self._marks = marks

    def on_mount(self) -> None:
        """Show all profiles, the current one under the cursor."""
        self.show_keys([profile.name for profile in self._profiles])
        if self._current is not None:
            self.move_to(self._current)

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return a profile's name and where it lives."""
        del line, width
        profile = self._profiles[place]
        return profile_line(
            profile,
            self._marks,
            is_current=profile.name == self._current,
            under_cursor=place == self.cursor,
        )
