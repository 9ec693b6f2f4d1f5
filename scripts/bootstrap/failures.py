"""What goes wrong while preparing, told in one sentence instead of a traceback."""

import re

NETWORK_SIGNS = re.compile(
    r"name resolution|NewConnectionError|Network is unreachable|ConnectTimeout|ReadTimeout"
    r"|Connection refused|No matching distribution|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
    r"|ECONNRESET|ENETUNREACH|ProxyError|network connectivity|Max retries exceeded",
    re.IGNORECASE,
)
CERTIFICATE_SIGNS = re.compile(
    r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY",
)
FULL_DISK_SIGNS = re.compile(r"No space left on device|ENOSPC|Disk quota exceeded", re.IGNORECASE)


class SetupFailed(Exception):
    """The preparation cannot go on; the message is all that the person will read."""


def explain(step: str, output: str, log: str) -> str:
    """Return one sentence for the failure of ``step``, whose ``output`` is kept in ``log``."""
    if FULL_DISK_SIGNS.search(output):
        return f"{step}: the disk is full. Free some space and run the same command again."
    if CERTIFICATE_SIGNS.search(output):
        return (
            f"{step}: this network presents a certificate that is not trusted. Give its authority "
            f"with PIP_CERT and NODE_EXTRA_CA_CERTS=/path/to/authority.crt (details in {log})."
        )
    if NETWORK_SIGNS.search(output):
        return (
            f"{step}: the packages could not be downloaded. Check the network connection "
            f"and run the same command again (details in {log})."
        )
    return f"{step}: this failed, and the reason is at the end of {log}."
