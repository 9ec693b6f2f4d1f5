"""Where people work: académies, establishments and their classes."""

from typing import ClassVar

from django.db import models


class Academy(models.Model):
    """One académie, or what stands in its place overseas.

    ``code``: the ministry's, two digits. ``slug`` stands in addresses. ``name`` is « Amiens »,
    ``title`` « Académie d’Amiens ». ``holiday_zone``: A, B, C, or the name of a territory.
    """

    code = models.CharField(max_length=3, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    holiday_zone = models.CharField(max_length=30)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Establishment(models.Model):
    """A school or an office, known by its UAI (seven digits and a letter).

    ``time_zone``, ``holiday_zone``: empty when they are those of the académie.
    """

    uai = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    city = models.CharField(max_length=80)
    department = models.CharField(max_length=3)
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="establishments")
    time_zone = models.CharField(max_length=40, blank=True)
    holiday_zone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "city"]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"


class SchoolClass(models.Model):
    """A class of one school year: « 2de 4 », ``year`` being the one in which it starts."""

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="classes"
    )
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["establishment", "year", "name"], name="class_once"),
        ]

    def __str__(self) -> str:
        return self.name
