"""``nessie-tui coverage``: which dates are covered, running, failed, missing, exported twice."""

import click

from nessie_tui.cli.ask import ask
from nessie_tui.cli.asked_date import AskedDate, DateType
from nessie_tui.cli.option import (
    HELP_KEYS,
    asked_profile,
    csv_option,
    json_option,
    one_format,
    profile_option,
)
from nessie_tui.cli.output import (
    is_ascii_only,
    note,
    print_csv,
    print_json,
    print_lines,
    print_table,
)
from nessie_tui.cli.survey import Surveyed, survey_named
from nessie_tui.cli.wiring import needed_profile
from nessie_tui.model.coverage import MOST_UNITS
from nessie_tui.model.freshness import limits_of
from nessie_tui.model.profile import Profile
from nessie_tui.model.text import clean
from nessie_tui.present.coverage_document import (
    CELL_FIELDS,
    Window,
    coverage_cells,
    coverage_document,
)
from nessie_tui.present.coverage_lines import (
    LABEL_CELLS,
    coverage_head,
    finding_lines,
    trouble_table,
)
from nessie_tui.present.tone import Span, Tone
from nessie_tui.present.unit_words import unit_words
from nessie_tui.present.wording import Wording

_SENTENCE_INDENT = 2


@click.command(context_settings=HELP_KEYS)
@click.argument("pipeline")
@click.option("--from", "begin", type=DateType(), metavar="DATE", help="The first date to tell.")
@click.option("--to", "end", type=DateType(), metavar="DATE", help="The last date, included.")
@profile_option
@json_option
@csv_option
@click.pass_context
def command(  # noqa: PLR0913 - one argument per option
    ctx: click.Context,
    pipeline: str,
    begin: AskedDate | None,
    end: AskedDate | None,
    profile_name: str | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print what became of every date of PIPELINE.

    A DATE is YYYY-MM-DD, today or yesterday, in the project's time zone.
    """
    one_format(as_json=as_json, as_csv=as_csv)
    if begin and end and begin.day and end.day and begin.day > end.day:
        raise _backwards(begin, end)
    profile, name = needed_profile(asked_profile(ctx, profile_name)), clean(pipeline)
    surveyed = ask(profile, lambda source: survey_named(source, profile, name))
    window = _window(surveyed, begin, end)
    if as_json:
        print_json(coverage_document(surveyed.found, window, surveyed.now))
    elif as_csv:
        print_csv(CELL_FIELDS, coverage_cells(window.of(surveyed.found)))
    else:
        _print_for_people(surveyed, window, profile)


def _window(surveyed: Surveyed, begin: AskedDate | None, end: AskedDate | None) -> Window:
    """Return the units that were asked for.

    Raises:
        UsageError: They end before they begin.
    """
    found, now = surveyed
    units, newest_due = found.units, found.coverage.newest_due
    first = begin.units(units, now).first if begin else None
    last = end.units(units, now).last if end else None
    if begin and end and first is not None and last is not None and first > last:
        raise _backwards(begin, end)
    if (last is not None and last > newest_due) or (first is not None and first > newest_due):
        note(f"only dates that have ended are told, the newest is {unit_words(units, newest_due)}.")
    window = Window(first, last)
    if first is not None and first < window.of(found).first and first <= newest_due:
        note(f"only the newest {MOST_UNITS:,} {units.kind}s are told.")
    return window


def _backwards(begin: AskedDate, end: AskedDate) -> click.UsageError:
    return click.UsageError(f"--from {begin.text} is after --to {end.text}.")


def _print_for_people(surveyed: Surveyed, window: Window, profile: Profile) -> None:
    found, now = surveyed
    limits = limits_of(profile)
    wording = Wording(now, zone=found.zone.zone, ascii_only=is_ascii_only())
    print_lines(coverage_head(found, window, limits, wording), LABEL_CELLS)
    table, left_out = trouble_table(found, window, limits, wording)
    if table is not None:
        print_lines([()])
        print_table(table)
    if left_out:
        more = f"{'...' if wording.ascii_only else '…'} and {left_out:,} more (use --json)"
        print_lines([(Span(more, Tone.MUTED),)])
    odd = finding_lines(found, window)
    if odd:
        print_lines([(), *odd], _SENTENCE_INDENT)
