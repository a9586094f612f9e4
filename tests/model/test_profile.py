from dataclasses import replace

import pytest

from nessie_tui.model.profile import (
    Profile,
    ProfileBook,
    Region,
    SecretKind,
    SecretSource,
)

PROFILE = Profile(
    "acme", 2195193, "exports.a1b2c3.mp-service-account", SecretSource(SecretKind.KEYRING)
)


@pytest.mark.parametrize(
    ("region", "host"),
    [
        (Region.US, "data.mixpanel.com"),
        (Region.EU, "data-eu.mixpanel.com"),
        (Region.IN, "data-in.mixpanel.com"),
    ],
)
def test_a_region_has_its_own_export_host(region, host):
    profile = replace(PROFILE, region=region)
    assert region.host == profile.host == host
    assert profile.api_root == f"https://{host}/api/2.0"


@pytest.mark.parametrize(
    ("base_url", "api_root", "host"),
    [
        ("https://proxy.internal/mixpanel", "https://proxy.internal/mixpanel", "proxy.internal"),
        ("https://proxy.internal/mixpanel//", "https://proxy.internal/mixpanel", "proxy.internal"),
        ("http://127.0.0.1:8321/", "http://127.0.0.1:8321", "127.0.0.1:8321"),
        ("http://[::1]:8321", "http://[::1]:8321", "[::1]:8321"),
        ("https://Proxy.Internal", "https://Proxy.Internal", "proxy.internal"),
        ("https://user:word@proxy.internal", "https://user:word@proxy.internal", "proxy.internal"),
    ],
)
def test_a_base_url_stands_in_for_the_region(base_url, api_root, host):
    profile = replace(PROFILE, region=Region.EU, base_url=base_url)
    assert (profile.api_root, profile.host) == (api_root, host)


def test_a_profile_is_careful_by_default():
    assert PROFILE.read_only
    assert (PROFILE.refresh_seconds, PROFILE.requests_per_hour) == (60, 60)
    assert PROFILE.timezone is None


def test_data_is_late_and_overdue_by_mixpanels_own_rule():
    assert (PROFILE.warning_hours, PROFILE.critical_hours) == (24, 48)


def test_a_book_is_opened_by_name():
    book = ProfileBook((PROFILE, replace(PROFILE, name="other")))
    assert book.get("acme") is PROFILE
    assert book.get("Acme") is None
    assert ProfileBook().get("acme") is None
