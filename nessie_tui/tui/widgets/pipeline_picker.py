"""The project's pipelines, two lines each."""

from collections.abc import Mapping
from typing import ClassVar

from nessie_tui.present.picker_lines import picker_lines
from nessie_tui.present.pipeline_words import PipelineKey
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.standing import Standing
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.line_list import LineList


class PipelinePicker(LineList[PipelineKey]):
    """Shows how pipelines stand, the worst first."""

    ITEM_LINES: ClassVar[int] = 2

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._standings: Mapping[PipelineKey, Standing] = {}
        self._wording = wording

    def show(self, view: ProjectView, wording: Wording) -> None:
        """Show the pipelines of `view` in its order."""
        self._wording = wording
        self._standings = view.pipelines(wording.now)
        self.show_keys(tuple(self._standings))

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return how a pipeline stands, or how new its data is."""
        shown = self._standings[self.keys[place]]
        painted = picker_lines(shown, self._wording, width)[line]
        if line or place != self.cursor:
            return painted
        return (Span(self._wording.marks.cursor, Tone.ACCENT), *painted[1:])
