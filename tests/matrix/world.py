"""The people of the matrix and the known things that they try to reach.

Made once per test process and rolled back at the end; each test works in a savepoint.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.http import SimpleCookie
from django.test import Client

from tests.factories.offices import academy, hold
from tests.factories.people import UserFactory
from tests.matrix.page import ACTORS
from trousse.accounts.current import KEYS_COOKIE, hash_token
from trousse.accounts.models import Guest, User
from trousse.core.clock import now
from trousse.core.refs import Ref
from trousse.directory.models import Group, Membership
from trousse.sharing.models import Grant
from trousse.sharing.roles import Role

TOKEN = "guest-token-of-the-matrix"
ROLES = {
    "viewer": Role.VIEW,
    "participant": Role.TAKE_PART,
    "editor": Role.EDIT,
    "responsible": Role.MANAGE,
}


@dataclass
class World:
    """``people``: the actors who have an account, by name; ``cookies``: of every actor."""

    people: dict[str, User]
    guest: Guest
    group: Group
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)

    def person(self, actor: str) -> User:
        """Return the account of ``actor``; of the person responsible for those without."""
        return self.people.get(actor, self.people["responsible"])

    def browser(self, actor: str) -> Client:
        """Return a browser as ``actor`` left it; nothing that it does stays in it."""
        client = Client()
        client.cookies = SimpleCookie()
        client.cookies.update(self.cookies[actor])
        return client

    def share(self, ref: Ref) -> None:
        """Give the people with a role that role on ``ref``, and the guest a part in it."""
        for actor, role in ROLES.items():
            user = self.people[actor]
            origin = "own" if actor == "responsible" else ""
            _grant(ref, f"person:{user.pk}", role, "person", person=user, origin=origin)
        _grant(ref, f"guest:{self.guest.pk}", Role.TAKE_PART, "guest", guest=self.guest)


def _grant(ref: Ref, subject: str, role: Role, kind: str, **fields: object) -> None:
    defaults = {"role": role, "kind": kind, **fields}
    origin = defaults.pop("origin", "")
    Grant.objects.update_or_create(ref=str(ref), subject=subject, origin=origin, defaults=defaults)


def build_world() -> World:
    """Make the actors, each with one right only, and open a browser for each."""
    people = {
        actor: UserFactory.create(
            first_name=actor.title(), last_name="Matrice", email=f"{actor}@example.org"
        )
        for actor in ACTORS
        if actor not in {"visitor", "guest"}
    }
    _give_offices(people)
    guest = Guest.objects.create(
        name="Nadia",
        email="nadia@example.net",
        token_hash=hash_token(TOKEN),
        expires_at=now() + timedelta(days=30),
    )
    group = Group.objects.create(name="Équipe de la matrice", size=1)
    manager = people["group_manager"]
    Membership.objects.create(group=group, user=manager, role=Membership.Role.MANAGER)
    world = World(people, guest, group)
    world.cookies = {actor: _cookies(world, actor) for actor in ACTORS}
    return world


def _give_offices(people: dict[str, User]) -> None:
    hold(people["academy_editor"], "academy_editor", academy=academy("rennes"))
    hold(people["service_owner"], "service_owner", service="polls")
    for office in ("national_editor", "operator", "support"):
        hold(people[office], office)


def _cookies(world: World, actor: str) -> SimpleCookie:
    client = Client()
    if actor in world.people:
        client.force_login(world.people[actor])
    if actor == "guest":
        client.cookies[KEYS_COOKIE] = TOKEN
    return client.cookies


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the end what is written inside; caches start empty, limits included."""
    cache.clear()
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own tests: durable blocks may stand inside
    with block:
        yield
        transaction.set_rollback(True)
    cache.clear()
