"""Where things are in a checkout, so that no other module spells a path."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Checkout:
    """A copy of the sources and what is installed and built in it."""

    root: Path

    @classmethod
    def here(cls) -> "Checkout":
        return cls(Path(__file__).resolve().parents[2])

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def borrowed_venv(self) -> bool:
        """Whether ``.venv`` is a link to an environment that somebody else looks after."""
        return self.venv.is_symlink()

    @property
    def frontend(self) -> Path:
        return self.root / "frontend"

    @property
    def lent_node(self) -> Path:
        return self.root / ".node"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def logs(self) -> Path:
        return self.cache / "logs"
