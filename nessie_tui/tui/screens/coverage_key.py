"""The keys of the coverage screen. Those that move in the calendar are the calendar's own."""

from textual.binding import Binding, BindingType

COVERAGE_KEYS: list[BindingType] = [
    Binding("n,e", "problem(1)", "Next problem", id="coverage.next_problem"),
    Binding("N,E", "problem(-1)", "Previous problem", show=False, id="coverage.previous_problem"),
    Binding("y", "copy", "Copy range", id="coverage.copy"),
    Binding("tab", "app.focus_next", "Next pane", show=False, id="coverage.next_pane"),
    Binding("escape,c", "back", "Back", id="coverage.back"),
]
