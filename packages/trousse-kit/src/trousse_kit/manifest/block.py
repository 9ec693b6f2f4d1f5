"""What all blocks of a manifest share: they cannot change, and take no key that nobody knows."""

from pydantic import BaseModel, ConfigDict


class Block(BaseModel):
    """A part of a manifest."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )
