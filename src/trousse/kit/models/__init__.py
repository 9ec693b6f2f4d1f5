"""Tables of the kit, one module per kind of thing."""

from trousse.kit.models.calls import Call, Provider
from trousse.kit.models.measurements import Measurement
from trousse.kit.models.resources import Resource, ResourcePerson
from trousse.kit.models.words import ResourceWord, TitleToken, TitleTokenDeletion

__all__ = [
    "Call",
    "Measurement",
    "Provider",
    "Resource",
    "ResourcePerson",
    "ResourceWord",
    "TitleToken",
    "TitleTokenDeletion",
]
