import pytest

from nessie_tui.errors import (
    CredentialsRefusedError,
    DecodeError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RejectedError,
    SecretUnavailableError,
    ServerTroubleError,
    UnknownPipelineError,
    UnreachableError,
)
from nessie_tui.feed.question import FetchTasks, ListPipelines
from nessie_tui.feed.record import Record
from nessie_tui.feed.update import Arrival, PollFailure

LIST = ListPipelines()
A, B = FetchTasks("a"), FetchTasks("b")

OFFLINE, THROTTLED = UnreachableError("no route"), RateLimitedError()
REFUSED, TROUBLE = CredentialsRefusedError(), ServerTroubleError()
LOCKED = SecretUnavailableError("The keyring is locked.")
UNKNOWN, UNREADABLE, REJECTED = UnknownPipelineError("a"), DecodeError("a page"), RejectedError()

answered, counted = object(), object()


def record_of(*happened):
    """Note pairs of a question and what came of it, a second apart."""
    record = Record()
    for at, (question, outcome) in enumerate(happened):
        if outcome in (answered, counted):
            update = Arrival(question, None, partial=outcome is counted)
        else:
            update = PollFailure(question, outcome, resumes=outcome not in (REFUSED, LOCKED))
        record.note(update, float(at))
    return record


def error_shown(record, pipeline):
    failure = record.failure(pipeline)
    return None if failure is None else failure.error


def test_nothing_is_known_at_first():
    record = Record()
    assert record.failure(None) is None
    assert record.failure("a") is None
    assert record.arrived_at(None) is None
    assert record.arrived_at("a") is None
    assert not record.uncounted


def test_the_age_is_that_of_the_newest_answer_to_the_main_question():
    record = record_of((LIST, answered), (A, answered), (A, counted), (A, OFFLINE))
    assert record.arrived_at(None) == 0
    assert record.arrived_at("a") == 1, "counts are no tasks, and a failure is no answer"
    assert record.arrived_at("b") is None


@pytest.mark.parametrize(
    ("happened", "shown_for_a", "shown_for_b", "shown_for_none"),
    [
        # What speaks of the whole connection is shown for every pipeline, whoever found out.
        ([(A, OFFLINE)], OFFLINE, OFFLINE, OFFLINE),
        ([(B, THROTTLED)], THROTTLED, THROTTLED, THROTTLED),
        ([(LIST, REFUSED)], REFUSED, REFUSED, REFUSED),
        ([(None, LOCKED)], LOCKED, LOCKED, LOCKED),
        # What speaks of one answer is shown for the pipeline that it is about,
        ([(A, UNKNOWN)], UNKNOWN, None, None),
        ([(A, UNREADABLE)], UNREADABLE, None, None),
        ([(A, REJECTED)], REJECTED, None, None),
        # and for all where it was the list.
        ([(LIST, UNREADABLE)], UNREADABLE, UNREADABLE, UNREADABLE),
        ([(LIST, UNREADABLE), (A, UNKNOWN)], UNKNOWN, UNREADABLE, UNREADABLE),
        # Only the newest word about the connection is true.
        ([(A, OFFLINE), (LIST, REFUSED)], REFUSED, REFUSED, REFUSED),
        ([(LIST, OFFLINE), (A, REFUSED)], REFUSED, REFUSED, REFUSED),
        ([(A, TROUBLE), (B, THROTTLED), (A, OFFLINE)], OFFLINE, OFFLINE, OFFLINE),
        ([(A, OFFLINE), (A, UNKNOWN)], UNKNOWN, None, None),
        ([(A, UNREADABLE), (LIST, REFUSED)], REFUSED, REFUSED, REFUSED),
        # Any answer ends what speaks of the connection, and only that.
        ([(A, OFFLINE), (B, answered)], None, None, None),
        ([(A, OFFLINE), (B, counted)], None, None, None),
        ([(A, UNKNOWN), (A, counted)], UNKNOWN, None, None),
        ([(None, LOCKED), (LIST, answered)], None, None, None),
        ([(A, UNKNOWN), (LIST, answered), (B, answered)], UNKNOWN, None, None),
        ([(LIST, UNREADABLE), (A, answered)], UNREADABLE, UNREADABLE, UNREADABLE),
        ([(A, UNKNOWN), (A, answered)], None, None, None),
        ([(LIST, UNREADABLE), (LIST, answered)], None, None, None),
    ],
)
def test_which_failure_is_shown_for_whom(happened, shown_for_a, shown_for_b, shown_for_none):
    record = record_of(*happened)
    assert error_shown(record, "a") is shown_for_a
    assert error_shown(record, "b") is shown_for_b
    assert error_shown(record, None) is shown_for_none


def test_whether_it_resumes_is_said_by_the_failure_that_is_shown():
    record = record_of((A, OFFLINE), (LIST, REFUSED))
    assert not record.failure("a").resumes
    assert not record.failure("b").resumes


@pytest.mark.parametrize(
    ("happened", "failed"),
    [
        ([(A, UNREADABLE), (B, UNKNOWN)], {"a", "b"}),
        ([(A, UNREADABLE), (LIST, answered)], {"a"}),
        ([(A, UNREADABLE), (A, answered)], set()),
        ([(A, UNREADABLE), (B, answered)], {"a"}),
        ([(A, counted), (A, UNREADABLE)], {"a"}),
    ],
)
def test_which_pipelines_newest_look_failed(happened, failed):
    assert record_of(*happened).uncounted == failed


def test_what_an_earlier_run_knew_is_told_apart_until_an_answer_confirms_it():
    record = Record()
    record.note(Arrival(A, None, remembered=True), -60.0)
    record.note(Arrival(A, None, partial=True), 1.0)
    assert (record.remembered, record.arrived_at("a")) == ({"a"}, -60.0)
    record.note(Arrival(A, None), 2.0)
    assert (record.remembered, record.arrived_at("a")) == (frozenset(), 2.0)


@pytest.mark.parametrize("error", [PermissionRefusedError(), PlanRefusedError()])
def test_a_refusal_on_the_side_speaks_of_that_pipeline_alone(error):
    record = Record()
    record.note(PollFailure(B, error, resumes=True, aside=True), 0.0)
    assert (record.failure("a"), record.uncounted) == (None, {"b"})
