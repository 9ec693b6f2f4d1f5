"""People: unusable passwords unless a test is about signing in."""

import factory
from factory.django import DjangoModelFactory

from trousse.accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda number: f"Prénom{number}")
    last_name = factory.Sequence(lambda number: f"Nom{number}")
    email = factory.LazyAttribute(lambda person: f"{person.first_name.lower()}@example.org")

    @classmethod
    def _create(cls, model_class: type[User], *_: object, **fields: object) -> User:
        return model_class.objects.create_user(**fields)  # type: ignore[arg-type]  # the fields above
