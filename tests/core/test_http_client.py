import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from trousse.core import http_client
from trousse.core.http_client import Unreachable, ask, is_public

PUBLIC = "93.184.215.14"


class _Pages(BaseHTTPRequestHandler):
    """A site with a page, a missing one, a large one, a slow one, and redirects."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self._send(302, b"", Location=self.path.removeprefix("/to/"))
        elif path == "/loop":
            self._send(302, b"", Location="/loop")
        elif path == "/large":
            self._send(200, b"x" * 200_000)
        elif path == "/drip":
            self._drip()
        elif path == "/asked":
            self._send(200, f"{self.command} {self.headers['Host']} {self.path}".encode())
        else:
            self._send(200 if path == "/" else 404, b"hello")

    def _send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _drip(self) -> None:
        """Send a line of headers every few milliseconds, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while not self.server.ended.wait(0.02):  # type: ignore[attr-defined]  # ours
                self.wfile.write(b"X-More: 1\r\n")
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Pages)
        self.ended = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that leave are what is tested."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def allowed(settings: Settings) -> None:
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})


def refusal(url: str, **more: Any) -> str:
    with pytest.raises(Unreachable) as refused:
        ask(url, **more)
    return refused.value.reason


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name have these addresses; return the list of names that will be asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_more: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in addresses]

    monkeypatch.setattr(http_client.socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.usefixtures("allowed")
def test_it_returns_a_page_and_its_status(site: str) -> None:
    found = ask(f"{site}/")
    assert (found.status, found.content, found.content_type) == (200, b"hello", "text/plain")
    assert ask(f"{site}/missing").status == 404


@pytest.mark.usefixtures("allowed")
def test_it_asks_under_the_name_given_with_the_query_in_ascii(site: str) -> None:
    host = site.removeprefix("http://")
    assert ask(f"{site}/asked?q=élève").content == f"GET {host} /asked?q=%C3%A9l%C3%A8ve".encode()


@pytest.mark.usefixtures("allowed")
def test_a_head_brings_no_content(site: str) -> None:
    found = ask(f"{site}/", method="HEAD")
    assert (found.status, found.content) == (200, b"")


@pytest.mark.usefixtures("allowed")
def test_it_follows_redirects_and_says_where_they_led(site: str) -> None:
    found = ask(f"{site}/to//")
    assert (found.status, found.url) == (200, f"{site}/")


@pytest.mark.usefixtures("allowed")
def test_it_leaves_a_loop(site: str) -> None:
    assert refusal(f"{site}/loop") == "redirects"


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "inside", ["http://localhost:1/", "http://127.0.0.2/", "file:///etc/passwd", "ftp://x.fr/"]
)
def test_a_redirect_is_judged_as_the_first_address(site: str, inside: str) -> None:
    assert refusal(f"{site}/to/{inside}") == "address"


@pytest.mark.usefixtures("allowed")
def test_a_redirect_into_the_private_network_is_refused(site: str) -> None:
    assert refusal(f"{site}/to/https://127.0.0.2/") == "private"


@pytest.mark.usefixtures("allowed")
def test_it_does_not_read_more_than_it_was_told(site: str) -> None:
    assert len(ask(f"{site}/large", most_bytes=200_000).content) == 200_000
    assert refusal(f"{site}/large", most_bytes=199_999) == "big"


@pytest.mark.usefixtures("allowed")
def test_a_site_that_drips_is_cut_in_time(site: str) -> None:
    start = time.monotonic()
    assert refusal(f"{site}/drip", seconds=0.3) == "silent"
    assert time.monotonic() - start < 3


@pytest.mark.usefixtures("allowed")
def test_a_closed_door_is_silent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "silent"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "exemple.fr",
        "http://exemple.fr/",
        "ftp://exemple.fr/",
        "file:///etc/passwd",
        "https://",
        "https://somebody:word@exemple.fr/",
        "https://exemple.fr:99999/",
        "https://exemple.fr:0/",
        "https://exemple.fr/a b",
        "https://exemple.fr/\r\nHost: other",
        "https://[::1/",
        f"https://{'a' * 70}.fr/",
    ],
)
def test_what_is_no_https_address_is_not_asked(url: str) -> None:
    assert refusal(url) == "address"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "[::1]", "169.254.1.1", "localhost"])
def test_the_private_network_is_not_asked(host: str) -> None:
    assert refusal(f"https://{host}/") == "private"


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  # judged, not bound
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_addresses_of_private_networks_are_known(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", [PUBLIC, "::ffff:93.184.215.14", "2606:2800:21f:cb07::1"])
def test_addresses_of_the_open_internet_are_known(ip: str) -> None:
    assert is_public(ip)


def test_one_private_address_among_those_of_a_name_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(monkeypatch, PUBLIC, "10.0.0.1")
    assert refusal("https://exemple.fr/") == "private"


def test_the_connection_goes_to_the_address_that_was_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, reached = resolve_to(monkeypatch, PUBLIC), []

    def connect(address: tuple[str, int], **_more: object) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(http_client.socket, "create_connection", connect)
    assert refusal("https://exemple.fr/") == "silent"
    assert (asked, reached) == (["exemple.fr"], [(PUBLIC, 443)])


def test_a_name_without_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_asked: object, **_more: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(http_client.socket, "getaddrinfo", resolve)
    assert refusal("https://exemple.fr/") == "name"


def certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(pem, form, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return path


@pytest.mark.usefixtures("allowed")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    server = _Server()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        assert refusal(f"https://127.0.0.1:{server.server_port}/") == "secure"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
