"""Twelve people of one collège and one lycée, for demo instances."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password

from trousse.accounts.models import DemoProfile, User
from trousse.core.demo import demo_filler

DOMAIN = "demo.trousse.example"
"""Reserved by RFC 2606: no mail can leave for it."""

DEMO_PASSWORD = "cartable-trousse-2026"  # noqa: S105  # public on purpose, demo people only
COLLEGE = "Collège Simone-Veil, Rennes"
LYCEE = "Lycée Aimé-Césaire, Rennes"


@dataclass(frozen=True, slots=True)
class _Person:
    first_name: str
    last_name: str
    mailbox: str
    job_title: str
    workplace: str
    has_password: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


PEOPLE = (
    _Person("Léa", "Martin", "lea.martin", "Professeure d’histoire-géographie", COLLEGE, True),
    _Person("Karim", "Benali", "karim.benali", "Conseiller principal d’éducation", COLLEGE, True),
    _Person("Sophie", "Lefèvre", "sophie.lefevre", "Principale", COLLEGE, True),
    _Person("Thomas", "Nguyen", "thomas.nguyen", "Professeur de mathématiques", COLLEGE),
    _Person("Camille", "Le Goff", "camille.le-goff", "Professeure des écoles en Ulis", COLLEGE),
    _Person("Inès", "Fernandes", "ines.fernandes", "Assistante d’éducation", COLLEGE),
    _Person("Marc", "Oudin", "marc.oudin", "Adjoint gestionnaire", COLLEGE),
    _Person("Nadia", "Traoré", "nadia.traore", "Infirmière scolaire", COLLEGE),
    _Person("Jean-Baptiste", "Hoarau", "jb.hoarau", "Proviseur", LYCEE),
    _Person("Élise", "Kermarrec", "elise.kermarrec", "Professeure de SVT", LYCEE),
    _Person("Sami", "Haddad", "sami.haddad", "Professeur documentaliste", LYCEE),
    _Person("Aïcha", "Diallo", "aicha.diallo", "Psychologue de l’Éducation nationale", LYCEE),
)


@demo_filler("accounts", order=10)
def fill_people() -> list[str]:
    """Create or repair the demo people; tell who can sign in with the demo password."""
    for rank, person in enumerate(PEOPLE, start=1):
        _fill_person(rank, person)
    known = [person for person in PEOPLE if person.has_password]
    return [
        f"Demo people who sign in with the password {DEMO_PASSWORD}:",
        *(f"  {_email(person):36}  {person.full_name}, {person.job_title}" for person in known),
    ]


def _email(person: _Person) -> str:
    return f"{person.mailbox}@{DOMAIN}"


def _fill_person(rank: int, person: _Person) -> None:
    user, _created = User.objects.update_or_create(
        email=_email(person),
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "is_demo": True,
            "is_active": True,
        },
    )
    _fill_password(user, has_password=person.has_password)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    DemoProfile.objects.update_or_create(
        user=user,
        defaults={"rank": rank, "job_title": person.job_title, "workplace": person.workplace},
    )


def _fill_password(user: User, *, has_password: bool) -> None:
    """Leave a password that already works alone: a new hash would close the open sessions."""
    if has_password and check_password(DEMO_PASSWORD, user.password):
        return
    if not has_password and user.password and not user.has_usable_password():
        return
    user.password = make_password(DEMO_PASSWORD if has_password else None)
    user.save(update_fields=["password"])
