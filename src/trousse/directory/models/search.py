"""What makes people findable: keys of their names, and the words that typos are corrected with.

Plain B-trees in the order of the code points, so that a prefix is a range on every database:
measured on 1.2 million people in docs/reference/benchmarks.md.
"""

from typing import ClassVar

from django.db import models

from trousse.core.words import WORD_LENGTH, PlainTextField
from trousse.directory.models.places import Academy

KEY_LENGTH = 210
TOKEN_LENGTH = WORD_LENGTH


class PersonKey(models.Model):
    """One way to begin somebody's name, once per académie where they work.

    Léa Martin has « lea martin » and « martin lea ». ``academy`` is empty for somebody who works
    nowhere. People who are hidden, or whose account is closed, have no key.
    """

    key = PlainTextField(max_length=KEY_LENGTH)
    academy = models.ForeignKey(
        Academy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["academy", "key", "user"], name="people_of_academy_by_key"),
            models.Index(fields=["key", "user"], name="people_by_key"),
        ]


class NameToken(models.Model):
    """A word of people's names; ``frequency``: how many keys begin with it."""

    token = PlainTextField(max_length=TOKEN_LENGTH, primary_key=True)
    frequency = models.PositiveIntegerField(default=0)


class TokenDeletion(models.Model):
    """The beginning of a word, whole or less one letter: two words one typo apart share one."""

    variant = PlainTextField(max_length=8)
    token = models.ForeignKey(
        NameToken, on_delete=models.CASCADE, related_name="deletions", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "variant"], name="deletion_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["variant"], name="deletions_by_variant")]
