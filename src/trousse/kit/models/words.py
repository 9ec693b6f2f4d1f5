"""What makes things findable: the words of their titles, and how to correct a typo in one.

As the people search has it (docs/adr/0016-people-found-by-keys.md): plain B-trees in the order
of the code points, so that a prefix is a range on every database.
"""

from typing import ClassVar

from django.db import models

from trousse.core.words import WORD_LENGTH, PlainTextField
from trousse.kit.models.resources import Resource


class ResourceWord(models.Model):
    """A word of the title of a thing, folded."""

    word = PlainTextField(max_length=WORD_LENGTH)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "resource"], name="word_of_title_once"),
        ]


class TitleToken(models.Model):
    """A word that some title has or had."""

    token = PlainTextField(max_length=WORD_LENGTH, primary_key=True)


class TitleTokenDeletion(models.Model):
    """The beginning of a word, whole or less one letter: two words one typo apart share one."""

    variant = PlainTextField(max_length=8)
    token = models.ForeignKey(
        TitleToken, on_delete=models.CASCADE, related_name="deletions", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "variant"], name="title_deletion_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["variant"], name="title_deletions")]
