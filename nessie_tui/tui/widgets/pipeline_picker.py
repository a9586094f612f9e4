"""The project's pipelines, two lines each."""

from collections.abc import Mapping
from typing import ClassVar

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.present.pipeline_words import PipelineKey, facts_line, title_line
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.table import cut
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.line_list import LineList


class PipelinePicker(LineList[PipelineKey]):
    """Shows pipelines with their counts."""

    ITEM_LINES: ClassVar[int] = 2

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view = ProjectView()
        self._pipelines: Mapping[PipelineKey, Pipeline] = {}
        self._wording = wording

    def show(self, view: ProjectView, wording: Wording) -> None:
        """Show the pipelines of `view` in its order."""
        self._view, self._wording = view, wording
        self._pipelines = view.pipelines
        self.show_keys(tuple(self._pipelines))

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return a pipeline's name, or its facts."""
        pipeline = self._pipelines[self.keys[place]]
        counts = self._view.counts.get(pipeline.name)
        if line == 0:
            cursor = self._wording.marks.cursor if place == self.cursor else " "
            title = title_line(pipeline, counts, self._wording)
            return cut((Span(cursor, Tone.ACCENT), *title), width)
        facts = facts_line(pipeline, counts, self._wording, self._view.doubt(pipeline.name))
        return cut((Span("   "), *facts), width)
