"""A pointer to a thing of any app, without importing its model."""

import re
from dataclasses import dataclass

_REF = re.compile(r"([a-z][a-z0-9_]{0,31}):([A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True, slots=True)
class Ref:
    """Type and public id of a thing: ``Ref("poll", "k3…")``, written ``poll:k3…``."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read ``type:id``.

        Raises ValueError when the text has another form.
        """
        match = _REF.fullmatch(text)
        if match is None:
            raise ValueError("a ref is written type:id")
        return cls(match[1], match[2])
