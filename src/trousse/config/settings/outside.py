"""Settings of what this instance asks of addresses outside, part of ``base``."""

from trousse.core.env import Env

__all__ = ["LINK_CHECKS", "PRIVATE_HOSTS"]

_env = Env.from_process()
LINK_CHECKS = (
    _env.choice("LINK_CHECKS", "off" if _env.boolean("DEMO") else "on", ("on", "off")) == "on"
)
PRIVATE_HOSTS = frozenset(_env.words("PRIVATE_HOSTS"))
