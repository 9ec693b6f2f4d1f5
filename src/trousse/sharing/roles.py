"""What a grant lets somebody do with a thing; each role includes those below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.IntegerChoices):
    """Ordered, so that the best of several grants is their maximum."""

    VIEW = 10, _("Can see")
    TAKE_PART = 20, _("Can take part")
    EDIT = 30, _("Can change")
    MANAGE = 40, _("Is responsible")
