"""What is wrong with a pipeline's dates, a line for each range of them."""

from nessie_tui.model.survey import Survey
from nessie_tui.present.date_problem import DateProblem, ProblemKey, problem_line
from nessie_tui.present.table import cut
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.line_list import LineList


class ProblemList(LineList[ProblemKey]):
    """Shows problems, the newest first."""

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wording = wording
        self._found: Survey | None = None
        self._problems: tuple[DateProblem, ...] = ()

    def show(self, problems: tuple[DateProblem, ...], found: Survey, wording: Wording) -> None:
        """Show `problems` of `found`; only lines that read differently are painted again."""
        self._wording, self._found = wording, found
        if problems == self._problems:
            self.repaint()
            return
        self._problems = problems
        self.show_keys(tuple(problem.key for problem in problems))

    @property
    def cursor_problem(self) -> DateProblem | None:
        """The problem under the cursor, or None in an empty list."""
        return self._problems[self.cursor] if self._problems else None

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return a problem's glyph, word, dates and their number."""
        del line
        if self._found is None:
            return ()
        cursor = self._wording.marks.cursor if place == self.cursor else " "
        words = problem_line(self._problems[place], self._found, self._wording, width)
        return cut((Span(f"{cursor} ", Tone.ACCENT), *words), width)
