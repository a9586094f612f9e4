"""However large an answer claims to be, or is, little of it is ever in memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_KB = 120 * 1024

ASK_THEM_ALL = """
import asyncio
from pathlib import Path
from fault_stage import FAULTS, PIPELINE, PROJECT_ID, mixpanel
from nessie_tui.api.client import NessieClient
from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.endpoints.status import status
from nessie_tui.errors import RequestError
from nessie_tui.model.secret import Secret

def memory_kb(what):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))

async def ask_all():
    before_kb = memory_kb("VmRSS")
    for fault in FAULTS:
        request = jobs(PROJECT_ID) if fault.group.route == "jobs" else status(PROJECT_ID, PIPELINE)
        async with mixpanel(fault.group.road) as (server, profile):
            async with NessieClient(profile, Secret("s"), limits=fault.limits) as client:
                await client.send(request)
                async with fault.on(server):
                    try:
                        await client.send(request)
                    except RequestError:
                        pass
    print(before_kb, memory_kb("VmHWM"))

asyncio.run(ask_all())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's own count")
def test_every_fault_in_one_process_needs_little_memory(record_property):
    """The bombs would fill gigabytes; the server that throws them is in the same process."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    run = subprocess.run(
        [sys.executable, "-c", ASK_THEM_ALL],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    before_kb, peak_kb = map(int, run.stdout.split())
    record_property("peak_rss_mb", peak_kb // 1024)
    print(f"peak {peak_kb // 1024} MB, {(peak_kb - before_kb) // 1024} MB of it for the faults")
    assert peak_kb - before_kb < MOST_KB
