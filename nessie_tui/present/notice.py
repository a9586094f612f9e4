"""What stands where a table would, when there is nothing to put into it."""

from nessie_tui.model.query import TaskQuery
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.survey import Survey
from nessie_tui.present.coverage_words import full_export_lines
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.pipeline_words import EMPTY_PROJECT
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

Notice = tuple[Line, ...]


def pipelines(view: ProjectView, words: FailureWords | None) -> Notice:
    """Return what stands in place of the list of pipelines; nothing where there is a list."""
    if view.listing is None:
        return _failed(words) if words else _loading("pipelines")
    if not view.listing.pipelines:
        return _empty_project()  # on a narrow terminal this pane is all there is to see
    if not view.matching:
        return ((Span("No pipeline matches. esc shows all.", Tone.MUTED),),)
    return ()


def tasks(view: ProjectView, words: FailureWords | None) -> Notice:
    """Return what stands in place of the table of tasks; nothing where there are rows."""
    if view.opened is None:
        return pipelines(view, words)
    if view.snapshot is None:
        return _failed(words) if words else _loading(view.opened)
    return () if view.rows.shown else _no_rows(view.snapshot, view.query)


def dates(
    view: ProjectView, found: Survey | None, words: FailureWords | None, wording: Wording
) -> Notice:
    """Return what stands in place of the calendar of `found`; nothing where there are dates."""
    if view.opened is None or view.snapshot is None:
        return tasks(view, words)
    if found is None:
        return _no_rows(view.snapshot, TaskQuery())
    if found.pipeline.exports_in_full:
        return tuple(full_export_lines(found, wording))
    if not len(found.coverage) and not found.coverage.index.tasks:
        return _no_rows(view.snapshot, TaskQuery())
    return ()


def banner(view: ProjectView, words: FailureWords | None) -> Notice:
    """Return what went wrong since, to stand above what is still known."""
    if words is None or (view.snapshot is None and view.listing is None):
        return ()
    return ((Span(words.sentence, Tone.WARNING),),)


def _loading(what: str) -> Notice:
    return ((Span(f"Loading {what}", Tone.MUTED),),)


def _failed(words: FailureWords) -> Notice:
    lines: list[Line] = [
        (Span(words.title[:1].upper() + words.title[1:], Tone.ERROR, strong=True),),
        (),
        (Span(words.what),),
    ]
    if words.advice:
        lines.append((Span(words.advice),))
    lines += [(), (Span("r tries again, p changes the profile.", Tone.MUTED),)]
    return tuple(lines)


def _empty_project() -> Notice:
    first, *others = EMPTY_PROJECT
    return ((Span(first, strong=True),), (), *((Span(line),) for line in others))


def _no_rows(snapshot: TaskSnapshot, query: TaskQuery) -> Notice:
    if snapshot.tasks is None:
        return (
            (Span("The server sent counts only.", strong=True),),
            (Span("Its answer held no tasks; the bar above shows how many there are."),),
        )
    if query.is_filtering and snapshot.tasks:
        return (
            (Span("No task matches.", strong=True),),
            (Span("esc or 0 shows all tasks again.", Tone.MUTED),),
        )
    return (
        (Span("No tasks reported.", strong=True),),
        (Span("Mixpanel reports recent tasks only; older ones may still have run."),),
    )


TOO_SMALL: Notice = ((Span("Terminal too small: at least 40 by 10 is needed.", Tone.WARNING),),)
TOO_SMALL_FOR_DATES: Notice = (
    (Span("Terminal too small for a calendar: at least 60 by 15 is needed.", Tone.WARNING),),
)
