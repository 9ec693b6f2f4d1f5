"""A certificate of one's own for ``TLS=1``: browsers give camera and offline reading to https only.

It vouches for this machine's names and addresses and for nothing else: nobody can sign another
certificate with it, and its key never leaves the data directory.
"""

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=7)
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the certificate and its key are, and the SHA-256 fingerprint that browsers show."""

    path: Path
    key_path: Path
    fingerprint: str


def certificate_for(names: Iterable[str], directory: Path) -> Certificate:
    """Return the certificate kept in ``directory`` for exactly these names and addresses.

    A new one is made when there is none, when it ends within a week or when the names changed.
    """
    wanted = tuple(dict.fromkeys(names))
    path, key_path = directory / "certificate.pem", directory / "key.pem"
    known = _read(path) if key_path.exists() else None
    if known is None or not _still_good(known, wanted):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = _make(wanted, path, key_path)
    digest = known.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(path, key_path, digest)


def _read(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):  # none yet, or half written by a stopped start
        return None


def _still_good(known: x509.Certificate, wanted: Iterable[str]) -> bool:
    named = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = known.not_valid_after_utc - datetime.now(UTC) > RENEWED_BEFORE
    return lasts and set(named) == set(map(_general_name, wanted))


def _make(names: tuple[str, ...], path: Path, key_path: Path) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _filled_in(names, key.public_key()).sign(key, hashes.SHA256())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key_path.unlink(missing_ok=True)
    with os.fdopen(os.open(key_path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(pem)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made


def _filled_in(
    names: tuple[str, ...], public_key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    """Return the certificate before its signature, of a server and never of an authority."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Trousse ({names[0]})"[:64])])
    today = datetime.now(UTC)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - CLOCKS_DIFFER)
        .not_valid_after(today + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(map(_general_name, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
