"""What is taken from Textual besides its public names; another release may rename it."""

import inspect

import pytest
from textual.app import App
from textual.driver import Driver

linux_driver = pytest.importorskip("textual.drivers.linux_driver")

from nessie_tui.tui.driver import SteadyDriver  # noqa: E402 - not on Windows

LINUX_DRIVER = linux_driver.LinuxDriver
STEADY_METHODS = [
    "start_application_mode",
    "stop_application_mode",
    "resume_application_mode",
    "disable_input",
]


@pytest.mark.parametrize("name", STEADY_METHODS)
def test_what_the_steady_driver_replaces_is_still_textuals(name):
    assert name in vars(SteadyDriver)
    assert callable(getattr(LINUX_DRIVER, name))


def test_textual_continues_through_the_method_that_is_replaced():
    assert "resume_application_mode()" in inspect.getsource(LINUX_DRIVER._sigcont_application)
    resume = inspect.getsource(Driver.resume_application_mode)
    assert "start_application_mode()" in resume


def test_textual_reads_and_writes_where_the_guard_looks():
    source = inspect.getsource(LINUX_DRIVER.__init__)
    for name in ("_key_thread", "fileno = sys.__stdin__", "_file = sys.__stderr__"):
        assert f"self.{name}" in source
    source = inspect.getsource(Driver.__init__)
    for name in ("_app", "_loop"):
        assert f"self.{name} = " in source


def test_textual_takes_the_driver_that_the_guard_gives():
    app = App()
    assert app.driver_class is LINUX_DRIVER
    app.driver_class = SteadyDriver
    assert "self.driver_class" in inspect.getsource(App._build_driver)
