"""Some people of the demo hold an office, so that its pages can be tried."""

from typing import TYPE_CHECKING

from trousse.accounts.queries import demo_users
from trousse.core.demo import demo_filler
from trousse.directory.access import Office, has_office
from trousse.directory.models import Academy
from trousse.directory.offices import EVERYWHERE, Scope, give_office

if TYPE_CHECKING:
    from trousse.accounts.models import User

HOME = "rennes"
HOLDERS = {
    "Marc": Office.OPERATOR,
    "Inès": Office.SUPPORT,
    "Jean-Baptiste": Office.ACADEMY_EDITOR,
    "Sami": Office.NATIONAL_EDITOR,
}


@demo_filler("directory.offices", order=15)
def fill_offices() -> list[str]:
    """Give the offices that are missing."""
    for person in demo_users():
        office = HOLDERS.get(person.first_name)
        if office is not None and not has_office(person, office):
            _give(person, office)
    return []


def _give(person: "User", office: Office) -> None:
    scope = EVERYWHERE
    if office == Office.ACADEMY_EDITOR:
        scope = Scope(academy=Academy.objects.get(slug=HOME))
    give_office(person, office, by=None, scope=scope)
