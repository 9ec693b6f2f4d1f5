"""The foot of a poll: leaving what was shared by name, reporting what should not be there."""

import pytest
from django.test import Client

from tests.harness.people import signed_in
from trousse.accounts.models import User
from trousse.services.polls.models import Poll
from trousse.sharing.operations import grant_person
from trousse.sharing.roles import Role


def foot(client: Client, poll: Poll) -> tuple[bool, bool]:
    """Tell whether leaving and reporting are offered."""
    page = client.get(poll.get_absolute_url()).content.decode()
    ref = f"poll/{poll.public_id}/"
    return f"/partage/{ref}#quitter" in page, f"/signaler/{ref}" in page


@pytest.mark.parametrize("role", [Role.VIEW, Role.TAKE_PART, Role.EDIT])
def test_whoever_it_was_shared_with_leaves_it(
    poll: Poll, karim: User, lea: User, role: Role
) -> None:
    grant_person(poll.ref, karim, role, by=lea)
    browser = signed_in(karim)
    assert foot(browser, poll) == (True, True)
    page = browser.get(f"/partage/poll/{poll.public_id}/").content.decode()
    assert 'id="quitter"' in page
    assert browser.post(f"/partage/poll/{poll.public_id}/quitter/").status_code == 302
    assert browser.get(poll.get_absolute_url()).status_code == 404


def test_whoever_came_by_the_link_has_nothing_to_leave(
    poll: Poll, agent: Client, guest: Client
) -> None:
    assert foot(agent, poll) == (False, True)
    assert foot(guest, poll) == (False, True)


def test_the_organiser_has_neither(poll: Poll, organiser: Client) -> None:
    assert foot(organiser, poll) == (False, False)
