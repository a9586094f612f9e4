"""The dates of the task under the cursor, in as much detail as there is room for."""

from nessie_tui.present.detail import Focus, task_detail
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.prose import Prose


class DatePane(Prose):
    """Words anew what it shows whenever its room changes."""

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Date range"
        self._focus: Focus | None = None
        self._wording = wording

    def show_task(self, focus: Focus | None, wording: Wording) -> None:
        """Show what is known of a task; None for an empty pane."""
        self._focus, self._wording = focus, wording
        self._word()

    def on_resize(self) -> None:
        """Find the lines that fit now."""
        self._word()

    def _word(self) -> None:
        lines = []
        if self._focus is not None:
            lines = task_detail(self._focus, self._wording, *self.size)
        self.show(lines)
