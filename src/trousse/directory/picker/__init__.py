"""The people picker: one form field for people, groups and e-mail addresses.

Public: :class:`PeopleField`, :class:`PeopleForm`, :class:`PeoplePicker`, :class:`Picked`.
"""

from trousse.directory.picker.fields import PeopleField
from trousse.directory.picker.forms import PeopleForm
from trousse.directory.picker.picked import Picked
from trousse.directory.picker.widgets import PeoplePicker

__all__ = ["PeopleField", "PeopleForm", "PeoplePicker", "Picked"]
