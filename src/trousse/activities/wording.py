"""What each role lets people do in an activity, in words."""

from trousse.sharing.roles import Role

ROLE_WORDS = {role: role.label for role in Role}
