"""The keys of the coverage screen. Those that move in the calendar are the calendar's own."""

from textual.binding import Binding, BindingType

COVERAGE_KEYS: list[BindingType] = [
    Binding("n,e", "problem(1)", "Next problem", id="coverage.next_problem"),
    Binding("N,E", "problem(-1)", "Previous problem", show=False, id="coverage.previous_problem"),
    Binding("y", "copy", "Copy range", id="coverage.copy"),
    Binding("i", "explain", "How it was computed", show=False, id="coverage.explain"),
    Binding(
        "left_square_bracket",
        "neighbour(-1)",
        "Previous pipeline",
        key_display="[",
        show=False,
        id="coverage.previous_pipeline",
    ),
    Binding(
        "right_square_bracket",
        "neighbour(1)",
        "Next pipeline",
        key_display="]",
        show=False,
        id="coverage.next_pipeline",
    ),
    Binding("p", "profile_wanted", "Profile", show=False, id="coverage.profile"),
    Binding("space", "freeze", "Freeze", show=False, id="coverage.freeze"),
    Binding("r", "refresh_now", "Refresh", id="coverage.refresh"),
    Binding("u", "time_mode", "Times: project, local, UTC", show=False, id="coverage.time_mode"),
    Binding("tab", "app.focus_next", "Next pane", show=False, id="coverage.next_pane"),
    Binding("escape,c", "back", "Back", id="coverage.back"),
]
