"""A picture per screen and look; the scenes are those of screenshots/ and a few more.

After an intended change: ``pytest tests/tui/test_snapshots.py --snapshot-update``, look at each.
"""

import pytest
from scenes import LOOKS, SCENES, Scene, play


@pytest.mark.parametrize("scene", [*SCENES, *LOOKS], ids=lambda scene: scene.name)
def test_looks_as_it_did(snap_compare, scene: Scene):
    stage, app = scene.make()

    async def run_before(pilot):
        await play(scene, stage, pilot)

    assert snap_compare(app, terminal_size=scene.size, run_before=run_before)
