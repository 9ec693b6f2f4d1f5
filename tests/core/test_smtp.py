"""Letters go to a mail server, safely, and its refusals are understood."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from tests.core.postman import postman
from trousse.core.mail import Letter, queue_letter
from trousse.core.mail.sending import MAX_ATTEMPTS
from trousse.core.mail_url import FileMail, SmtpMail, parse_mail_url, parse_sender
from trousse.core.models import Mail

Run = Callable[..., int]
Status = Mail.Status
OVER_LOOPBACK = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-02 12:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and its certificate for ``localhost`` that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def road(settings: Settings, url: str) -> None:
    settings.MAIL_ROAD = parse_mail_url(url)


def queue_one() -> None:
    queue_letter(Letter(key="k", to="lea@example.fr", subject="Réunion", text="Bonjour"))


def state() -> tuple[str, str]:
    mail = Mail.objects.get()
    return mail.status, mail.last_error


def test_it_leaves_by_plain_smtp(run_tasks: Run, settings: Settings) -> None:
    with postman() as server:
        road(settings, f"smtp://127.0.0.1:{server.port}")
        queue_one()
        run_tasks()
        assert server.next_letter()["Subject"] == "Réunion"
    assert state() == (Status.SENT, "")


@OVER_LOOPBACK
def test_it_signs_in_over_tls(
    run_tasks: Run, settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with postman(server_context(certificate), auth_required=True, auth_require_tls=False) as server:
        road(settings, f"smtps://trousse:s%40cret@localhost:{server.port}")
        queue_one()
        run_tasks()
        assert server.next_letter()["To"] == "lea@example.fr"
        assert server.logins == [(b"trousse", b"s@cret")]


def test_a_certificate_that_nobody_signed_stops_the_letter(
    run_tasks: Run, settings: Settings, certificate: Path
) -> None:
    with postman(server_context(certificate)) as server:
        road(settings, f"smtps://localhost:{server.port}")
        queue_one()
        run_tasks()
        assert server.letters.empty()
    assert state() == (Status.QUEUED, "SSLCertVerificationError")


def test_it_leaves_after_starttls(
    run_tasks: Run, settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = server_context(certificate)
    with postman(tls_context=context, require_starttls=True) as server:
        road(settings, f"smtp://localhost:{server.port}?starttls=1")
        queue_one()
        run_tasks()
        assert server.next_letter()["To"] == "lea@example.fr"


def test_nothing_leaves_in_clear_when_starttls_is_asked_for(
    run_tasks: Run, settings: Settings
) -> None:
    with postman() as server:
        road(settings, f"smtp://127.0.0.1:{server.port}?starttls=1")
        queue_one()
        run_tasks()
        assert server.letters.empty()
    assert state() == (Status.QUEUED, "SMTPNotSupportedError")


def test_a_refusal_for_now_is_tried_again(
    run_tasks: Run, settings: Settings, clock: time_machine.Traveller
) -> None:
    with postman() as server:
        road(settings, f"smtp://127.0.0.1:{server.port}")
        server.recipient_answer = "451 later"
        queue_one()
        run_tasks()
        assert state() == (Status.QUEUED, "SMTPRecipientsRefused")
        server.recipient_answer = "250 OK"
        clock.shift(4)
        assert run_tasks() == 0
        clock.shift(1)
        assert run_tasks() == 1
        server.next_letter()
    assert state() == (Status.SENT, "")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"recipient_answer": "550 no such person"}, "SMTPRecipientsRefused 550"),
        ({"data_answer": "554 no"}, "SMTPDataError 554"),
    ],
)
def test_a_refusal_for_good_is_not_tried_again(
    run_tasks: Run,
    settings: Settings,
    clock: time_machine.Traveller,
    answers: dict[str, str],
    error: str,
) -> None:
    with postman() as server:
        road(settings, f"smtp://127.0.0.1:{server.port}")
        vars(server).update(answers)
        queue_one()
        run_tasks()
        clock.shift(7200)
        assert run_tasks() == 0
    assert state() == (Status.FAILED, error)


@OVER_LOOPBACK
def test_a_wrong_password_is_ours_to_mend_and_loses_no_letter(
    run_tasks: Run, settings: Settings
) -> None:
    with postman(auth_required=True, auth_require_tls=False) as server:
        road(settings, f"smtp://trousse:wrong@127.0.0.1:{server.port}")
        queue_one()
        run_tasks()
    assert state() == (Status.QUEUED, "SMTPAuthenticationError")


def test_an_absent_server_is_asked_for_a_day(
    run_tasks: Run, settings: Settings, clock: time_machine.Traveller
) -> None:
    with postman() as server:
        closed = server.port
    road(settings, f"smtp://127.0.0.1:{closed}")
    queue_one()
    for _attempt in range(MAX_ATTEMPTS - 1):
        assert run_tasks() == 1
        clock.shift(3600)
    assert state() == (Status.QUEUED, "ConnectionRefusedError")
    run_tasks()
    assert state() == (Status.FAILED, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("file:/srv/mail", FileMail(Path("/srv/mail"))),
        ("smtp://mail", SmtpMail("mail", 25, "", "", tls=False, starttls=False)),
        ("smtps://u:p%3A@mail", SmtpMail("mail", 465, "u", "p:", tls=True, starttls=False)),
        ("smtp://mail:587?starttls=1", SmtpMail("mail", 587, "", "", tls=False, starttls=True)),
    ],
)
def test_a_mail_url_is_read(url: str, read: object) -> None:
    assert parse_mail_url(url) == read


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.fr",
        "http://mail",
        "smtp://",
        "file:relative",
        "smtp://mail?starttls=yes",
        "smtp://mail?tls=1",
        "smtp://mail?oops",
        "smtp://mail:port",
    ],
)
def test_a_bad_mail_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"expected|option|port|bad query"):
        parse_mail_url(url)


def test_a_password_is_never_shown() -> None:
    assert "s3cret" not in repr(parse_mail_url("smtp://u:s3cret@mail"))
    with pytest.raises(ValueError, match="percent-encode") as caught:
        parse_mail_url("smtp://u:s3/cret@mail")
    assert "s3" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Trousse <a@b.fr>", "Trousse <a@b.fr>"),
        ("a@b.fr", "a@b.fr"),
        ("École <a@b.fr>", "=?utf-8?b?w4ljb2xl?= <a@b.fr>"),
    ],
)
def test_a_sender_is_read(text: str, sender: str) -> None:
    assert parse_sender(text) == sender


@pytest.mark.parametrize("text", ["", "Trousse", "Trousse <a>", "T <a@b.fr>\nBcc: eve@b.fr"])
def test_a_bad_sender_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Name <address>"):
        parse_sender(text)
