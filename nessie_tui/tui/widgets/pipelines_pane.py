"""The left pane: the project's pipelines, or why there are none."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from nessie_tui.present.notice import Notice
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker
from nessie_tui.tui.widgets.prose import Prose


class PipelinesPane(Vertical):
    """Frames the picker."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(id="pipelines")
        self._wording = wording

    def compose(self) -> ComposeResult:
        """Lay out the picker and what stands in its place."""
        yield PipelinePicker(self._wording, id="picker")
        yield Prose(id="pipelines-notice")

    def show(self, view: ProjectView, notice: Notice, wording: Wording) -> None:
        """Show the pipelines of `view`, or `notice` where it says something."""
        self.reword(view, wording)
        self.query_one(Prose).show(notice)
        self.set_class(bool(notice), "-notice")
        filtered = f"  /{view.pipeline_filter}" if view.pipeline_filter else ""
        self.border_title = Content(f"Pipelines{filtered}")

    def reword(self, view: ProjectView, wording: Wording) -> None:
        """Say how the pipelines stand at a later moment."""
        self.query_one(PipelinePicker).show(view, wording)
