"""The only way to the hours of an establishment: for those who work there."""

from typing import TYPE_CHECKING, Literal

from trousse.core.errors import NotAllowed, NotFound
from trousse.directory.bells import BellPlace, bell_places_of

if TYPE_CHECKING:
    from trousse.accounts.models import User

Purpose = Literal["view", "change"]


def access_bells(user: "User", uai: str, *, for_: Purpose) -> BellPlace:
    """Return the establishment with that UAI and its hours.

    Raises NotFound for whoever does not work there today, NotAllowed when ``for_`` is to change
    them and no function there lets ``user`` do so.
    """
    places = bell_places_of(user)
    place = next((one for one in places if one.establishment.uai == uai), None)
    if place is None:
        raise NotFound
    if for_ == "change" and not place.may_change:
        raise NotAllowed
    return place
