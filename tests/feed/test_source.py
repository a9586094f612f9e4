"""How a project's answers are asked for, and what is found out by asking."""

from datetime import UTC, datetime

import pytest

from nessie_tui.api.client import NessieClient
from nessie_tui.errors import (
    CredentialsRefusedError,
    RateLimitedError,
    RejectedError,
    ServerTroubleError,
    UnknownPipelineError,
    UnreachableError,
)
from nessie_tui.feed.budget import Budget, MemoryLedger
from nessie_tui.feed.source import MixpanelSource
from nessie_tui.model.profile import AuthKind, Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.model.state import FAILED, RUNNING, SUCCEEDED, TIMED_OUT
from nessie_tui.simulator.account import (
    DEMO_PROJECT_ID,
    DEMO_PROJECT_SECRET,
    DEMO_SECRET,
    DEMO_USERNAME,
)
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.fault import answering

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
DAILY = "events-daily-bigquery"
ID = str(DEMO_PROJECT_ID)
WITH_PROJECT, WITHOUT = True, False

WANTS_PROJECT = answering(400, b'{"error":"project_id is required","status":"error"}')
WORDLESS_NOT_FOUND = answering(404, b"")

pytestmark = pytest.mark.anyio


class Stand:
    """A simulator, somebody who asks it, and what was asked."""

    def __init__(self, scenario: str = "calm", **profile) -> None:
        self.simulator = Simulator(scenario, clock=SimulatedClock(NOW, speed=0))
        self.budget = Budget(3600, lambda: 0.0, MemoryLedger())
        by_secret = profile.get("auth") is AuthKind.PROJECT_SECRET
        username = "" if by_secret else DEMO_USERNAME
        secret = SecretSource(SecretKind.ENV, variable="ACME")
        self.profile = Profile("acme", DEMO_PROJECT_ID, username, secret, **profile)
        client = NessieClient(
            self.profile,
            Secret(DEMO_PROJECT_SECRET if by_secret else DEMO_SECRET),
            app=self.simulator,
        )
        self.source = MixpanelSource(self.profile, client, self.budget, lambda: NOW)

    @property
    def asked(self) -> list[tuple[str, str | None, bool]]:
        """The method, the route and whether the project was named, of every request."""
        return [
            (seen.method, seen.route, ("project_id", ID) in seen.params)
            for seen in self.simulator.log.requests()
        ]

    def sent(self, name: str) -> list[str]:
        """The values of a parameter in the newest request."""
        return [value for key, value in self.simulator.log.requests()[-1].params if key == name]


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def by_secret() -> Stand:
    return Stand(auth=AuthKind.PROJECT_SECRET)


QUESTIONS = {
    "pipelines": lambda source: source.pipelines(),
    "tasks": lambda source: source.tasks(DAILY),
    "counts": lambda source: source.counts(DAILY),
    "timeline": lambda source: source.timeline(DAILY),
}
every_question = pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)


@every_question
async def test_an_answer_carries_its_time(stand, ask):
    assert (await ask(stand.source)).fetched_at == NOW
    assert stand.budget.used == len(stand.asked) == 1


@every_question
async def test_a_service_account_always_names_the_project(stand, ask):
    await ask(stand.source)
    assert [named for _, _, named in stand.asked] == [WITH_PROJECT]


@every_question
async def test_trap_31_a_project_secret_leaves_the_project_out(by_secret, ask):
    await ask(by_secret.source)
    assert [named for _, _, named in by_secret.asked] == [WITHOUT]


@pytest.mark.parametrize("refusal", [400, 401])
async def test_a_project_secret_names_the_project_where_it_must_and_remembers(by_secret, refusal):
    by_secret.simulator.faults.add(answering(refusal, WANTS_PROJECT.instead.content), times=1)
    await by_secret.source.pipelines()
    await by_secret.source.counts(DAILY)
    await by_secret.source.timeline(DAILY)
    assert by_secret.asked == [
        ("GET", "jobs", WITHOUT),
        ("GET", "jobs", WITH_PROJECT),
        ("GET", "status", WITH_PROJECT),
        ("GET", "timeline", WITH_PROJECT),
    ]
    assert by_secret.budget.used == 4


async def test_a_project_named_in_vain_is_not_remembered(by_secret):
    by_secret.simulator.faults.add(WANTS_PROJECT, times=2)
    with pytest.raises(RejectedError, match="project_id is required"):
        await by_secret.source.pipelines()
    await by_secret.source.pipelines()
    assert [named for _, _, named in by_secret.asked] == [WITHOUT, WITH_PROJECT, WITHOUT]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("unauthorized", CredentialsRefusedError),
        ("error-in-200", RejectedError),
        ("throttled", RateLimitedError),
        ("bad-gateway", ServerTroubleError),
    ],
)
async def test_a_refusal_that_speaks_of_no_project_is_final(by_secret, fault, kind):
    by_secret.simulator.faults.add(fault)
    with pytest.raises(kind):
        await by_secret.source.counts(DAILY)
    assert len(by_secret.asked) == by_secret.budget.used == 1


async def test_a_service_account_is_not_asked_twice_about_its_project(stand):
    stand.simulator.faults.add(WANTS_PROJECT)
    with pytest.raises(RejectedError):
        await stand.source.pipelines()
    assert len(stand.asked) == 1


@pytest.mark.parametrize("fault", ["method", WORDLESS_NOT_FOUND], ids=["405", "404 without a word"])
async def test_trap_26_a_route_that_refuses_get_is_asked_by_form_and_remembered(stand, fault):
    stand.simulator.faults.add(fault, route="status", times=1)
    await stand.source.counts(DAILY)
    await stand.source.tasks(DAILY)
    await stand.source.pipelines()
    assert [(method, route) for method, route, _ in stand.asked] == [
        ("GET", "status"),
        ("POST", "status"),
        ("POST", "status"),
        ("GET", "jobs"),
    ]
    assert stand.budget.used == 4


async def test_a_refused_get_is_remembered_though_the_form_finds_nothing(stand):
    stand.simulator.faults.add("method", route="status", times=1)
    for _ in range(2):
        with pytest.raises(UnknownPipelineError):
            await stand.source.counts("no such pipeline")
    assert [method for method, _, _ in stand.asked] == ["GET", "POST", "POST"]


async def test_where_neither_method_is_allowed_the_first_answer_counts(stand):
    stand.simulator.faults.add(WORDLESS_NOT_FOUND, route="timeline", times=1)
    with pytest.raises(UnknownPipelineError):  # the simulator's timeline takes no form
        await stand.source.timeline(DAILY)
    await stand.source.timeline(DAILY)
    assert [method for method, _, _ in stand.asked] == ["GET", "POST", "GET"]


async def test_a_form_may_have_to_name_the_project_too(by_secret):
    by_secret.simulator.faults.add("method", route="status", times=1)
    by_secret.simulator.faults.add(WANTS_PROJECT, route="status", times=1)
    await by_secret.source.counts(DAILY)
    await by_secret.source.counts(DAILY)
    assert by_secret.asked == [
        ("GET", "status", WITHOUT),
        ("POST", "status", WITHOUT),
        ("POST", "status", WITH_PROJECT),
        ("POST", "status", WITH_PROJECT),
    ]
    assert by_secret.budget.used == 4


@pytest.mark.parametrize("question", ["tasks", "counts", "timeline"])
async def test_an_unknown_pipeline_comes_with_the_nearest_name(stand, question):
    await stand.source.pipelines()
    with pytest.raises(UnknownPipelineError) as caught:
        await getattr(stand.source, question)("event-daily-bigqery")
    assert (caught.value.name, caught.value.nearest) == ("event-daily-bigqery", DAILY)
    assert caught.value.status == 404


async def test_an_unknown_pipeline_is_compared_with_the_names_of_the_profile():
    stand = Stand(pipelines=("my-own-pipeline",))
    with pytest.raises(UnknownPipelineError) as caught:
        await stand.source.counts("my-own-pipelin")
    assert caught.value.nearest == "my-own-pipeline"


async def test_a_name_like_none_has_no_nearest(stand):
    await stand.source.pipelines()
    with pytest.raises(UnknownPipelineError) as caught:
        await stand.source.counts("zzz")
    assert caught.value.nearest is None


async def test_a_list_that_is_not_found_is_no_unknown_pipeline(stand):
    stand.simulator.faults.add("not-found")
    with pytest.raises(RejectedError, match="simulated 404"):
        await stand.source.pipelines()


async def test_the_pipelines_of_the_profile_follow_those_listed():
    stand = Stand(pipelines=("made-in-the-web-page", DAILY))
    listing = await stand.source.pipelines()
    assert [(pipeline.name, pipeline.listed) for pipeline in listing.pipelines] == [
        (DAILY, True),
        ("events-hourly-s3", True),
        ("people-daily-bigquery", True),
        ("made-in-the-web-page", False),
    ]
    assert {pipeline.project_id for pipeline in listing.pipelines} == {ID}


async def test_trap_18_a_project_that_lists_none_still_has_those_of_the_profile():
    stand = Stand("empty", pipelines=("made-in-the-web-page",))
    (pipeline,) = (await stand.source.pipelines()).pipelines
    assert not pipeline.listed


@pytest.mark.parametrize(
    ("states", "sent"),
    [
        ((), []),
        ((FAILED, TIMED_OUT), ["failed", "timed_out"]),
        ((RUNNING, SUCCEEDED), []),
        (("skipped",), []),
    ],
)
async def test_only_states_that_the_server_can_filter_are_sent(stand, states, sent):
    await stand.source.tasks(DAILY, states)
    assert stand.sent("status") == sent
    assert stand.sent("summary") == []


async def test_counts_ask_for_the_summary(stand):
    snapshot = await stand.source.counts(DAILY)
    assert stand.sent("summary") == ["true"]
    assert (dict(snapshot.counts), snapshot.tasks) == ({SUCCEEDED: 90}, None)


async def test_trap_35_a_cleaned_name_is_asked_for_as_it_was_sent():
    stand = Stand("hostile")
    listing = await stand.source.pipelines()
    (red,) = [pipeline for pipeline in listing.pipelines if pipeline.name.startswith("^[[31mred")]
    snapshot = await stand.source.counts(red.name)
    assert snapshot.pipeline == red.name
    assert stand.sent("name") == ["\x1b[31mred\x1b[2J\x1b[H"]


@every_question
async def test_a_request_is_paid_for_though_it_fails(stand, ask):
    stand.simulator.faults.add("bad-gateway")
    with pytest.raises(ServerTroubleError):
        await ask(stand.source)
    assert stand.budget.used == len(stand.asked) == 1


@every_question
async def test_a_request_that_never_got_out_costs_nothing(stand, ask):
    stand.simulator.faults.add("dropped")  # in one process nothing is ever under way
    with pytest.raises(UnreachableError):
        await ask(stand.source)
    assert stand.budget.used == 0
