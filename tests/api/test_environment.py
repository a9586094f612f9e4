"""Proxies and certificates come from the environment: followed where sound, named where not."""

import shutil
import ssl
import subprocess
import traceback

import httpx
import pytest

from nessie_tui.api import client as api_client
from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.errors import InputError, UnreachableError, UntrustedError

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
    async with broken_server(reply) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:hunter2@127.0.0.1:{proxy.port}")
        async with client_at(MIXPANEL) as client:
            with pytest.raises(UnreachableError) as caught:
                await client.send(jobs(1))
        (head,) = proxy.heads
    assert caught.value.detail == f"the proxy refused: {answer}"
    assert head.startswith(b"CONNECT data.mixpanel.com:443 ")
    assert b"\nauthorization" not in head.lower()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody vouches for, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes its certificate with the openssl program, which is not here")
    folder = tmp_path_factory.mktemp("tls")
    pem, key = folder / "certificate.pem", folder / "key.pem"
    ask = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    name = ["-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "3650"]
    files = ["-out", str(pem), "-keyout", str(key)]
    subprocess.run([openssl, *ask, *name, *files], check=True, capture_output=True, timeout=60)
    return pem, key


@pytest.fixture
def tls(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def vouched(monkeypatch, certificate) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


async def test_a_certificate_that_nobody_vouches_for_is_refused(broken_server, client_at, tls):
    async with broken_server(ONE_JOB, tls=tls) as server, client_at(server.address) as client:
        with pytest.raises(UntrustedError) as caught:
            await client.send(jobs(1))
        assert not server.heads
    assert "CERTIFICATE_VERIFY_FAILED" in caught.value.detail


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


async def test_a_handshake_that_never_comes_is_no_connection(monkeypatch, broken_server, client_at):
    """As when plain http is spoken where TLS was expected, and each waits for the other."""
    monkeypatch.setattr(api_client, "_TIMEOUT", httpx.Timeout(0.1))
    async with broken_server(ONE_JOB) as server:
        address = server.address.replace("http:", "https:")
        async with client_at(address, deadline_s=2) as client:
            with pytest.raises(UnreachableError) as caught:
                await client.send(jobs(1))
    assert caught.value.detail == "no connection within 5 s"
