import pytest

from nessie_tui.errors import InputError, UnknownProfileError
from nessie_tui.model.profile import Profile, ProfileBook, Region, SecretKind, SecretSource
from nessie_tui.storage.profile_choice import choose_profile, environment_profile, find_profile

SECRET = SecretSource(SecretKind.FILE)
A, B, DEMO = (Profile(name, 1, "user", SECRET) for name in ("acme", "beta", "demo"))
ENV = {"MP_USERNAME": "user", "MP_SECRET": "c4n4ry", "MP_PROJECT_ID": "7", "MP_REGION": "in"}


def chosen(asked=None, environ=None, default=None, profiles=(A, B)):
    return choose_profile(ProfileBook(profiles, default), asked, environ or {}, (DEMO,))


def test_the_command_line_decides_first():
    assert chosen("acme", {"NESSIE_TUI_PROFILE": "beta"}, "beta") is A


def test_then_the_environment_names_one():
    assert chosen(None, {"NESSIE_TUI_PROFILE": "acme"}, "beta") is A


def test_then_the_default():
    assert chosen(default="beta", environ=ENV) is B
    assert chosen(default="demo") is DEMO


def test_then_the_only_one():
    assert chosen(profiles=(A,), environ=ENV) is A


def test_then_the_environment_spells_one():
    assert chosen(environ=ENV).name == "env"
    assert chosen(environ=ENV, profiles=()).name == "env"


def test_nothing_at_all_is_none():
    assert chosen(profiles=()) is None
    assert chosen(profiles=(), environ={"MP_USERNAME": "user"}) is None


def test_several_without_a_default_is_a_question():
    with pytest.raises(InputError, match=r"acme, beta.*--profile"):
        chosen()


def test_an_empty_variable_names_nothing():
    assert chosen(environ={"NESSIE_TUI_PROFILE": ""}, default="beta") is B


@pytest.mark.parametrize("name", ["demo", "acme"])
def test_the_simulator_is_always_there(name):
    assert chosen(name).name == name


def test_an_unknown_name_is_told_the_nearest_and_all():
    with pytest.raises(UnknownProfileError) as caught:
        chosen("acm")
    assert str(caught.value) == (
        "No profile is called acm (did you mean acme?). Known: acme, beta, demo."
    )


@pytest.mark.parametrize("where", ["asked", "variable", "default"])
def test_an_unknown_name_is_an_error_wherever_it_stands(where):
    with pytest.raises(UnknownProfileError):
        chosen(
            "gone" if where == "asked" else None,
            {"NESSIE_TUI_PROFILE": "gone"} if where == "variable" else {},
            "gone" if where == "default" else None,
        )


def test_an_unknown_name_cannot_act_on_the_terminal():
    with pytest.raises(UnknownProfileError) as caught:
        chosen("\x1b[31m")
    assert "\x1b" not in str(caught.value)


def test_without_profiles_an_unknown_name_says_so():
    with pytest.raises(UnknownProfileError, match="None is saved"):
        find_profile(ProfileBook(), "acme", {})


def test_the_environment_profile_refers_to_its_secret():
    assert environment_profile(ENV) == Profile(
        "env", 7, "user", SecretSource(SecretKind.ENV, variable="MP_SECRET"), Region.IN
    )
    assert environment_profile({**ENV, "MP_REGION": ""}).region is Region.US


@pytest.mark.parametrize("name", ["MP_USERNAME", "MP_SECRET", "MP_PROJECT_ID"])
@pytest.mark.parametrize("value", [None, ""])
def test_an_incomplete_environment_is_no_profile(name, value):
    environ = {key: ENV[key] for key in ENV if key != name}
    if value is not None:
        environ[name] = value
    assert environment_profile(environ) is None
    with pytest.raises(InputError, match=f"not set: {name}"):
        chosen("env", environ)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MP_PROJECT_ID", "seven", "not 'seven'"),
        ("MP_PROJECT_ID", "²", "must be a positive whole number"),
        ("MP_PROJECT_ID", "-1", "must be a positive whole number"),
        ("MP_REGION", "europe", "did you mean eu"),
        ("MP_USERNAME", "user:c4n4ry", "colon"),
    ],
)
def test_a_bad_environment_names_the_variable(name, value, words):
    with pytest.raises(InputError, match=words) as caught:
        chosen("env", {**ENV, name: value})
    assert name in str(caught.value)
    assert "c4n4ry" not in str(caught.value)


def test_a_bad_environment_does_not_disturb_other_profiles():
    assert chosen("acme", {**ENV, "MP_PROJECT_ID": "seven"}) is A
