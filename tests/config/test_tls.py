"""``make run TLS=1``: the certificate, and an instance that a phone nearby reaches by https."""

import socket
import ssl
import stat
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.config.test_launcher import EVERY_INTERFACE, launched
from trousse.config.serve.certificates import LIFETIME, certificate_for
from trousse.config.serve.launcher import welcome
from trousse.config.serve.options import Options
from trousse.core.clock import now
from trousse.core.env import Env

NAMES = ("192.168.1.20", "poste-12", "localhost")
ADDRESS = "trousse.config.serve.options.local_network_address"


def certificate_in(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_it_names_the_addresses_and_vouches_for_nobody_else(tmp_path: Path) -> None:
    made = certificate_for(NAMES, tmp_path)
    extensions = certificate_in(made.path).extensions
    named = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(one.value) for one in named] == list(NAMES)
    assert isinstance(next(iter(named)), x509.IPAddress)
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert stat.S_IMODE(made.key_path.stat().st_mode) == 0o600
    assert len(made.fingerprint.split(":")) == 32


def test_it_is_kept_and_renewed_when_it_must(tmp_path: Path) -> None:
    first = certificate_for(NAMES, tmp_path)
    assert certificate_for(NAMES, tmp_path) == first
    moved = certificate_for(("192.168.1.21", *NAMES[1:]), tmp_path)
    assert moved.fingerprint != first.fingerprint
    with time_machine.travel(now() + LIFETIME - timedelta(days=3)):
        renewed = certificate_for(("192.168.1.21", *NAMES[1:]), tmp_path)
    assert renewed.fingerprint != moved.fingerprint


def test_a_broken_file_is_made_again(tmp_path: Path) -> None:
    made = certificate_for(NAMES, tmp_path)
    made.path.write_text("-----BEGIN CERTIFICATE-----")
    assert certificate_for(NAMES, tmp_path).fingerprint != made.fingerprint
    certificate_in(made.path)


def test_it_opens_to_the_network_by_https(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ADDRESS, lambda: "192.168.1.20")
    env = Env({"TLS": "1", "PORT": "8123"})
    options = Options.from_env(env, Path("data"))
    assert (options.host, options.site_url) == (EVERY_INTERFACE, "https://192.168.1.20:8123")
    assert "192.168.1.20" in options.environment(env)["ALLOWED_HOSTS"].split(",")
    certificate = certificate_for(NAMES, tmp_path)
    said = welcome(options, certificate)
    assert certificate.fingerprint in said
    assert "https://192.168.1.20:8123" in said
    assert "▄" not in said  # the picture is for terminals


def test_a_terminal_shows_a_picture_for_the_phone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    options = Options.from_env(Env({"TLS": "1"}), Path("data"))
    assert "▄" in welcome(options, certificate_for(NAMES, tmp_path))


def test_the_host_that_was_chosen_is_kept() -> None:
    options = Options.from_env(Env({"TLS": "1", "HOST": "127.0.0.1"}), Path("data"))
    assert (options.host, options.site_url) == ("127.0.0.1", "https://localhost:8000")


@pytest.mark.processes
def test_pages_and_sockets_answer_with_that_certificate(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with launched(data, TLS="1", HOST="127.0.0.1", LOG_LEVEL="WARNING") as instance:
        deadline = time.monotonic() + 60
        while "SHA-256" not in instance.said:
            assert time.monotonic() < deadline, instance.said
            assert instance.process.poll() is None, instance.said
            time.sleep(0.05)  # another process tells its readiness by saying so
        trust = ssl.create_default_context(cafile=str(data / "tls" / "certificate.pem"))
        address = f"localhost:{instance.port}"
        with urllib.request.urlopen(f"https://{address}/healthz", context=trust) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"https://{address}/comptes/login/", context=trust) as answer:
            assert "Strict-Transport-Security" not in answer.headers
            cookies = answer.headers.get_all("Set-Cookie")
            assert any(c.startswith("__Host-trousse_csrf") and "Secure" in c for c in cookies)
        with connect(f"wss://{address}/live/ws", ssl=trust, origin=f"https://{address}") as live:
            live.ping().wait(5)
        with pytest.raises(InvalidStatus):
            connect(f"wss://{address}/live/ws", ssl=trust, origin="https://elsewhere.example")
        with socket.create_connection(("127.0.0.1", instance.port), timeout=5) as plain:
            plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert b"200" not in plain.recv(100)
        instance.stop()
