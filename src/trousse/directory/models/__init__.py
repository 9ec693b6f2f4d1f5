"""Tables of the directory, one module per kind of thing."""

from trousse.directory.models.bells import BellTime
from trousse.directory.models.groups import Group, JoinRequest, Membership
from trousse.directory.models.mandates import Mandate
from trousse.directory.models.people import Affiliation, Discipline, Function, Profile, Teaching
from trousse.directory.models.places import Academy, Establishment, SchoolClass
from trousse.directory.models.search import NameToken, PersonKey, TokenDeletion

__all__ = [
    "Academy",
    "Affiliation",
    "BellTime",
    "Discipline",
    "Establishment",
    "Function",
    "Group",
    "JoinRequest",
    "Mandate",
    "Membership",
    "NameToken",
    "PersonKey",
    "Profile",
    "SchoolClass",
    "Teaching",
    "TokenDeletion",
]
