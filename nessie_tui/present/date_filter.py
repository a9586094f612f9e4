"""The filter of the task table that shows the tasks of one date."""

from nessie_tui.model.survey import Survey
from nessie_tui.model.timestamp import read_time
from nessie_tui.model.unit import UnitKind


def date_filter(found: Survey, unit: int) -> str | None:
    """Return a filter for all tasks that export `unit`; None where none does."""
    tried, units = found.coverage.index.at(unit), found.units
    if not tried:
        return None
    if units.kind is UnitKind.DAY:
        return f"on:{units.day(unit).isoformat()}"
    written = tried[-1].from_date
    moment = read_time(written).moment
    if moment is None or written.strip()[10:11] != "T":
        return f"on:{units.day(unit).isoformat()}"  # written so that no hour can be told apart
    # As it is written: a filter compares letters, and the tasks may carry another offset.
    return f"on:{units.start(unit).astimezone(moment.tzinfo):%Y-%m-%dT%H}"
