"""The project's pipelines, two lines each."""

from collections.abc import Mapping
from typing import ClassVar

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.present.pipeline_words import Counts, PipelineKey, facts_line, title_line
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.line_list import LineList


class PipelinePicker(LineList[PipelineKey]):
    """Shows pipelines with their counts."""

    ITEM_LINES: ClassVar[int] = 2

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pipelines: Mapping[PipelineKey, Pipeline] = {}
        self._counts: Mapping[str, Counts] = {}
        self._wording = wording
        self._opened: str | None = None

    def show(
        self,
        pipelines: Mapping[PipelineKey, Pipeline],
        counts: Mapping[str, Counts],
        opened: str | None,
        wording: Wording,
    ) -> None:
        """Show `pipelines` in their order; `counts` may still lack some, by name."""
        self._pipelines, self._counts = pipelines, counts
        self._opened, self._wording = opened, wording
        self.show_keys(tuple(pipelines))

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return a pipeline's name, or its facts."""
        del width
        pipeline = self._pipelines[self.keys[place]]
        counts = self._counts.get(pipeline.name)
        cursor = self._wording.marks.cursor if place == self.cursor else " "
        if line == 0:
            return (Span(cursor, Tone.ACCENT), *title_line(pipeline, counts, self._wording))
        return (Span("   "), *facts_line(pipeline, counts, self._wording))
