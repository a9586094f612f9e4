"""What a person sees of a running app."""

from nessie_tui.present.tone import plain
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.task_table import TaskTable
from nessie_tui.tui.widgets.title_bar import TitleBar


def said(widget: Prose) -> str:
    return "\n".join(plain(line) for line in widget.lines)


def painted(widget) -> str:
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height))


def notice(app) -> str:
    return said(app.screen.query_one("#tasks-notice", Prose))


def banner(app) -> str:
    return said(app.screen.query_one("#banner", Prose))


def table(app) -> TaskTable:
    return app.screen.query_one(TaskTable)


def title(app) -> str:
    return painted(app.screen.query_one(TitleBar))
