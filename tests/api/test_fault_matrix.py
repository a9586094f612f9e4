"""Whatever goes wrong ends as the one error that its table tells, in time, and only once."""

import time

import pytest
from fault_ending import Road
from fault_stage import FAULTS, PATIENT, PIPELINE, PROJECT_ID, answering, mixpanel
from odd_answer import ODD_ANSWERS

from nessie_tui.api.client import NessieClient
from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.endpoints.status import status
from nessie_tui.model.secret import Secret
from nessie_tui.model.snapshot import TaskReading
from nessie_tui.model.text import clean

GRACE_S = 0.5

pytestmark = pytest.mark.anyio


def test_there_are_enough_faults():
    names = [(fault.name, fault.group.road) for fault in FAULTS]
    assert len(set(names)) == len(names) >= 80


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_a_fault_becomes_its_error_and_the_next_answer_is_good(fault):
    group = fault.group
    request = jobs(PROJECT_ID) if group.route == "jobs" else status(PROJECT_ID, PIPELINE)
    async with (
        mixpanel(group.road) as (server, profile),
        NessieClient(profile, Secret("hunter2"), limits=fault.limits) as client,
    ):
        good = await client.send(request)
        kind = group.client_kind or group.kind
        async with fault.on(server):
            began_s = time.monotonic()
            with pytest.raises(kind) as caught:
                await client.send(request)
            took_s = time.monotonic() - began_s
        assert await client.send(request) == good
    assert type(caught.value) is kind
    assert took_s < fault.limits.deadline_s + GRACE_S
    assert clean(str(caught.value)) == str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("odd", ODD_ANSWERS, ids=lambda odd: odd.name)
async def test_an_odd_answer_is_read_and_so_is_the_next(odd):
    request = jobs(PROJECT_ID) if odd.route == "jobs" else status(PROJECT_ID, PIPELINE)
    async with (
        mixpanel(Road.PLAIN) as (server, profile),
        NessieClient(profile, Secret("hunter2"), limits=PATIENT) as client,
    ):
        good = await client.send(request)
        async with answering(odd.reply, odd.route)(server):
            for _ in range(2):
                assert read(await client.send(request)) == odd.read
        assert await client.send(request) == good
    assert not [head for head in server.heads if b"cookie" in head.lower()]


def read(answer):
    if isinstance(answer, TaskReading):
        return dict(answer.counts)
    return [pipeline.name for pipeline in answer]
