"""The part « Conditions » of the forms that create and change a poll: who must be there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trousse.directory.group_queries import groups_of
from trousse.directory.picker import PeopleField, PeopleForm, Picked
from trousse.directory.queries import all_functions
from trousse.services.polls.condition_rows import (
    FUNCTION,
    GROUP,
    INVITED,
    UNITS,
    ConditionRows,
    Known,
)
from trousse.services.polls.condition_words import Asked, Said, say_conditions
from trousse.services.polls.models import Requirement
from trousse.services.polls.requiring import ConditionDraft, groups_named, people_named

if TYPE_CHECKING:
    from trousse.accounts.models import User
    from trousse.directory.models import Group

MOST_NAMED = 15
GROUPS_LISTED = 60
Options = list[tuple[str, list[tuple[str, str]]]]


class ConditionsForm(PeopleForm):
    """The people without whom a date does not do."""

    needed = PeopleField(
        label=_("People"),
        help_text=_("A date does only if each of these people can come. They are invited."),
        required=False,
        groups=False,
        emails=False,
        max=MOST_NAMED,
    )

    def speak_of(self, asked: Asked) -> None:
        """Say of texts that people agree, not that they can come."""
        if asked.about_texts:
            self.fields["needed"].help_text = _(
                "A text does only if each of these people agrees. They are invited."
            )


@dataclass
class ConditionsEditor:
    """What is typed, what it means in words, and what was wrong with it.

    ``groups``: those that may be chosen beside those of ``asker``. ``asked``: who may answer.
    """

    asker: "User"
    form: ConditionsForm
    rows: ConditionRows
    groups: "Sequence[Group]" = ()
    asked: Asked = field(default_factory=Asked)
    was_touched: bool = False

    @classmethod
    def of(
        cls, requirements: Sequence[Requirement], asker: "User", asked: Asked
    ) -> "ConditionsEditor":
        """Return the editor of what a poll requires now."""
        people = [one.user for one in requirements if one.user is not None]
        groups = [one.group for one in requirements if one.group is not None]
        form = ConditionsForm(asker=asker, initial={"needed": Picked(people=people)})
        form.speak_of(asked)
        return cls(asker, form, ConditionRows.of(requirements), groups, asked)

    @classmethod
    def sent(
        cls,
        data: QueryDict,
        asker: "User",
        asked: Asked,
        requirements: Sequence[Requirement] = (),
    ) -> "ConditionsEditor":
        """Return the editor of what was typed; ``requirements``: what stays good of before."""
        held = cls.of(requirements, asker, asked)
        form = ConditionsForm(data, asker=asker, initial=held.form.initial)
        form.speak_of(asked)
        return cls(asker, form, ConditionRows.sent(data), [*held.groups, *asked.groups], asked)

    def act(self, data: QueryDict) -> bool:
        """Do what the pressed button asks; False when it is none of ours."""
        self.was_touched = self.rows.act(data) or self.form.is_choosing
        return self.was_touched

    def is_valid(self) -> bool:
        """Tell whether everything typed is right, and fill ``drafts``."""
        rows_are_right = self.rows.read(self.known)
        return self.form.is_valid() and rows_are_right

    @property
    def drafts(self) -> list[ConditionDraft]:
        """Return what is asked and right: people first, then the rows in their order."""
        self.rows.read(self.known)
        people = [ConditionDraft(user=person) for person in self._people]
        return [*people, *self.rows.drafts]

    @cached_property
    def known(self) -> Known:
        functions = {one.code: one.label for one in all_functions()}
        own = [*groups_of(self.asker)[:GROUPS_LISTED], *self.groups]
        return Known(functions, {one.public_id: one for one in own})

    @property
    def options(self) -> Options:
        """Return whom a row may be about, in groups of a list of choices."""
        known = self.known
        everybody = [(INVITED, gettext("all the people who are invited"))]
        functions = [(f"{FUNCTION}{code}", label) for code, label in known.functions.items()]
        groups = [(f"{GROUP}{key}", one.name) for key, one in known.groups.items()]
        parts = [
            (gettext("Everybody"), everybody),
            (gettext("Functions"), functions),
            (gettext("Groups"), groups),
        ]
        return [part for part in parts if part[1]]

    @property
    def units(self) -> Iterable[tuple[str, object]]:
        return UNITS

    @cached_property
    def said(self) -> Said:
        """Return what is typed in words. One query and a few more; asked once."""
        return say_conditions(self.drafts, self.asked)

    @property
    def has_errors(self) -> bool:
        return bool(self.form.is_bound and self.form.errors) or any(row.error for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether the part is unfolded: somebody is at it, or it says something."""
        return self.was_touched or self.has_errors or bool(self._people) or not self.rows.are_blank

    def named(self) -> "tuple[list[User], list[Group]]":
        """Return the people and groups whom the conditions name: they are invited too."""
        drafts = self.drafts
        return people_named(drafts), groups_named(drafts)

    @property
    def _people(self) -> "list[User]":
        return self.form.chosen("needed").people
