"""The foot of an activity: leaving what was shared by name, reporting what should not be there."""

import pytest
from django.test import Client

from trousse.accounts.models import User
from trousse.activities.models import Activity
from trousse.sharing.operations import grant_person, grant_signed_in
from trousse.sharing.roles import Role


def foot(client: Client, activity: Activity) -> tuple[bool, bool]:
    """Tell whether leaving and reporting are offered."""
    page = client.get(activity.get_absolute_url()).content.decode()
    ref = f"activity/{activity.public_id}/"
    return f"/partage/{ref}#quitter" in page, f"/signaler/{ref}" in page


@pytest.mark.parametrize("role", [Role.VIEW, Role.EDIT])
def test_whoever_it_was_shared_with_leaves_it_and_reports_it(
    activity: Activity, as_head: Client, head: User, teacher: User, role: Role
) -> None:
    grant_person(activity.ref, head, role, by=teacher)
    assert foot(as_head, activity) == (True, True)
    assert as_head.post(f"/partage/activity/{activity.public_id}/quitter/").status_code == 302
    assert as_head.get(activity.get_absolute_url()).status_code == 404


def test_who_came_with_everybody_has_nothing_to_leave(
    activity: Activity, as_head: Client, teacher: User
) -> None:
    grant_signed_in(activity.ref, Role.VIEW, by=teacher)
    assert foot(as_head, activity) == (False, True)


def test_who_is_responsible_has_neither(activity: Activity, as_teacher: Client) -> None:
    assert foot(as_teacher, activity) == (False, False)
