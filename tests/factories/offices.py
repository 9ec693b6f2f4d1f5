"""Offices in force, and the académies they are about."""

from datetime import date

from trousse.accounts.models import User
from trousse.directory.models import Academy, Mandate


def academy(slug: str = "rennes") -> Academy:
    return Academy.objects.get_or_create(
        slug=slug,
        defaults={
            "code": f"{sum(map(ord, slug)) % 997}",
            "name": slug.title(),
            "region": "Bretagne",
            "holiday_zone": "B",
        },
    )[0]


def hold(user: User, office: str, *, until: date | None = None, **place: object) -> Mandate:
    return Mandate.objects.create(user=user, office=office, until=until, **place)  # type: ignore[misc]  # academy or service
