"""The keys of the main screen. Each has an id, by which it can be remapped."""

from textual.binding import Binding, BindingType

from nessie_tui.model.state import STATES

WATCH_KEYS: list[BindingType] = [
    # With priority, so that keys typed right behind it find the filter open.
    Binding("slash", "filter", "Filter", key_display="/", priority=True, id="watch.filter"),
    Binding("0", "state(0)", "All states", show=False, id="watch.all"),
    *(
        Binding(str(n), f"state({n})", "Only one state", show=False, id=f"watch.{state}")
        for n, state in enumerate(STATES, 1)
    ),
    Binding(
        "exclamation_mark",
        "problems",
        "Problems",
        key_display="!",
        show=False,
        id="watch.problems",
    ),
    Binding("e", "problem(1)", "Next problem", show=False, id="watch.next_problem"),
    Binding("E", "problem(-1)", "Previous problem", show=False, id="watch.previous_problem"),
    Binding("s", "order", "Sort by the next column", show=False, id="watch.order"),
    Binding("S", "reverse", "Turn the order round", show=False, id="watch.reverse"),
    Binding("c", "coverage", "Coverage", id="watch.coverage"),
    Binding("i", "explain", "How it was computed", show=False, id="watch.explain"),
    Binding("t", "timeline", "Timeline", id="watch.timeline"),
    Binding("p", "profile_wanted", "Profile", id="watch.profile"),
    Binding("space", "freeze", "Freeze", show=False, id="watch.freeze"),
    Binding("r", "refresh_now", "Refresh", id="watch.refresh"),
    Binding("plus", "pace(-1)", "Refresh faster", key_display="+", show=False, id="watch.faster"),
    Binding("minus", "pace(1)", "Refresh slower", key_display="-", show=False, id="watch.slower"),
    Binding(
        "left_square_bracket",
        "neighbour(-1)",
        "Previous pipeline",
        key_display="[",
        show=False,
        id="watch.previous_pipeline",
    ),
    Binding(
        "right_square_bracket",
        "neighbour(1)",
        "Next pipeline",
        key_display="]",
        show=False,
        id="watch.next_pipeline",
    ),
    Binding("u", "time_mode", "Times: project, local, UTC", show=False, id="watch.time_mode"),
    Binding("ctrl+o", "picker", "Pipelines", show=False, id="watch.picker"),
    Binding("escape", "back", "Back", show=False, id="watch.back"),
    Binding("tab", "app.focus_next", "Next pane", show=False, id="watch.next_pane"),
]
