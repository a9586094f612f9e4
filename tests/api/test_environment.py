"""Proxies and certificates come from the environment: followed where sound, named where not."""

import ssl
import traceback

import pytest
from fault_server import CERTIFICATES, certificate

from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.errors import InputError, ProxyRefusedError, UnreachableError, UntrustedError

ONE_JOB = b'HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n{"9876543210":[{"name":"a"}]}'
MIXPANEL = None  # the address of the profile's region

pytestmark = pytest.mark.anyio


@pytest.fixture
def not_a_certificate(tmp_path) -> str:
    path = tmp_path / "hunter2.pem"
    path.write_text("-----BEGIN NONSENSE-----\n")
    return str(path)


NONSENSE = [
    ("HTTPS_PROXY", " http://user:hunter2@proxy:3128"),
    ("HTTPS_PROXY", "ftp://user:hunter2@proxy"),
    ("HTTPS_PROXY", "socks5://user:hunter2@proxy"),
    ("HTTPS_PROXY", "http://user:hunter2@proxy\n"),
    ("https_proxy", "http://user:hunter2@proxy:port"),
    ("ALL_PROXY", "socks4://hunter2"),
    ("NO_PROXY", "[::hunter2]"),
    ("NO_PROXY", "fe80::/10,hunter2"),
    ("no_proxy", "127.0.0.1,fe80::hunter2"),
    ("SSL_CERT_FILE", "/hunter2"),
]


@pytest.mark.parametrize(("variable", "value"), NONSENSE)
def test_a_setting_that_cannot_be_used_is_named_and_not_quoted(
    monkeypatch, client_at, variable, value
):
    monkeypatch.setenv(variable, value)
    with pytest.raises(InputError) as caught:
        client_at(MIXPANEL)
    told = "".join(traceback.format_exception(caught.value))
    assert variable.upper() in str(caught.value)
    assert "hunter2" not in told


def test_a_file_without_certificates_is_named_and_not_quoted(
    monkeypatch, client_at, not_a_certificate
):
    monkeypatch.setenv("SSL_CERT_FILE", not_a_certificate)
    with pytest.raises(InputError, match="SSL_CERT_FILE") as caught:
        client_at(MIXPANEL)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(("variable", "value"), NONSENSE)
async def test_loopback_asks_the_environment_nothing(
    monkeypatch, broken_server, client_at, variable, value
):
    monkeypatch.setenv(variable, value)
    async with broken_server(ONE_JOB) as server, client_at(server.address) as client:
        assert len(await client.send(jobs(1))) == 1


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_loopback_never_goes_through_a_proxy(monkeypatch, broken_server, client_at, variable):
    """Plain http would show the secret to whoever runs the proxy."""
    async with broken_server(ONE_JOB) as proxy, broken_server(ONE_JOB) as server:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        async with client_at(server.address) as client:
            await client.send(jobs(1))
        assert (proxy.connections, len(server.heads)) == (0, 1)


@pytest.mark.parametrize("answer", ["407 Proxy Authentication Required", "403 No", "302 There"])
async def test_a_proxy_that_refuses_is_told_and_learns_no_secret(
    monkeypatch, broken_server, client_at, answer
):
    reply = f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode()
    async with broken_server(b"") as proxy:
        proxy.tunnel = reply
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:hunter2@127.0.0.1:{proxy.port}")
        async with client_at(MIXPANEL) as client:
            with pytest.raises(ProxyRefusedError) as caught:
                await client.send(jobs(1))
        (head,) = proxy.heads
    assert caught.value.detail == answer
    assert head.startswith(b"CONNECT data.mixpanel.com:443 ")
    assert b"\nauthorization" not in head.lower()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.fixture
def tls() -> ssl.SSLContext:
    return certificate("good")


@pytest.fixture
def vouched(monkeypatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))


async def test_a_certificate_that_nobody_vouches_for_is_refused(broken_server, client_at, tls):
    async with broken_server(ONE_JOB, tls=tls) as server, client_at(server.address) as client:
        with pytest.raises(UntrustedError) as caught:
            await client.send(jobs(1))
        assert not server.heads
    assert caught.value.detail == "unable to get local issuer certificate"


@pytest.mark.usefixtures("vouched")
async def test_ssl_cert_file_vouches_for_a_certificate(broken_server, client_at, tls):
    async with broken_server(ONE_JOB, tls=tls) as server, client_at(server.address) as client:
        assert len(await client.send(jobs(1))) == 1


@pytest.mark.usefixtures("vouched")
async def test_a_key_log_is_never_written(monkeypatch, broken_server, client_at, tls, tmp_path):
    log = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    async with broken_server(ONE_JOB, tls=tls) as server, client_at(server.address) as client:
        await client.send(jobs(1))
    assert not log.exists()


async def test_a_handshake_that_never_comes_is_no_connection(broken_server, client_at):
    """As when plain http is spoken where TLS was expected, and each waits for the other."""
    async with broken_server(ONE_JOB) as server:
        address = server.address.replace("http:", "https:")
        async with client_at(address, limits=TimeLimits(connect_s=0.1)) as client:
            with pytest.raises(UnreachableError) as caught:
                await client.send(jobs(1))
    assert caught.value.detail == "no connection within 0.1 s"
