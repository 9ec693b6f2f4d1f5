"""What the launcher reads from the environment, and the addresses that follow from it."""

import socket
from dataclasses import dataclass
from pathlib import Path

from trousse.core.env import Env

EVERY_INTERFACE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True)
class Options:
    """Where to listen and where the data are."""

    host: str
    port: int
    data_dir: Path
    demo: bool
    tls: bool
    site_url: str

    @classmethod
    def from_env(cls, env: Env, default_data_dir: Path) -> "Options":
        """Read and validate; raise InvalidSetting naming the variable."""
        tls = env.boolean("TLS")
        host = env.text("HOST", "0.0.0.0" if tls else "127.0.0.1")  # noqa: S104  # asked for
        port = env.integer("PORT", 8000, minimum=1, maximum=65535)
        shown = local_network_address() if host in EVERY_INTERFACE else "localhost"
        return cls(
            host=host,
            port=port,
            data_dir=env.path("DATA_DIR", default_data_dir),
            demo=env.boolean("DEMO"),
            tls=tls,
            site_url=env.text("SITE_URL", f"{'https' if tls else 'http'}://{shown}:{port}"),
        )

    @property
    def open_to_network(self) -> bool:
        return self.host in EVERY_INTERFACE

    def environment(self, env: Env) -> dict[str, str]:
        """Return the variables that the children must see besides the launcher's own.

        When the instance listens on every interface, its names on the local network are
        accepted, so that a phone can open it, and links name an address that the phone reaches.
        """
        added = {"SITE_URL": self.site_url, "PORT": str(self.port), "DATA_DIR": str(self.data_dir)}
        if self.open_to_network and not env.text("ALLOWED_HOSTS"):
            added["ALLOWED_HOSTS"] = ",".join(names_here())
        return added


def names_here() -> tuple[str, ...]:
    """Return by what names and addresses this machine is reached, the network's address first."""
    names = (local_network_address(), socket.gethostname(), "localhost", "127.0.0.1")
    return tuple(dict.fromkeys(names))


def local_network_address() -> str:
    """Return this machine's address on its network, or ``localhost`` when it has none.

    Connecting a datagram socket sends nothing: it only asks the kernel which way it would go.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): routed like any other
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])
