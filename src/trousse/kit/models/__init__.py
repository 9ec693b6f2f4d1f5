"""Tables of the kit, one module per kind of thing."""

from trousse.kit.models.resources import Resource, ResourcePerson
from trousse.kit.models.words import ResourceWord, TitleToken, TitleTokenDeletion

__all__ = ["Resource", "ResourcePerson", "ResourceWord", "TitleToken", "TitleTokenDeletion"]
