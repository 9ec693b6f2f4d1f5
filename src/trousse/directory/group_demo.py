"""Groups of a demo instance: three made by hand, and those that the directory keeps up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trousse.accounts.queries import demo_users
from trousse.core.demo import demo_filler
from trousse.directory.group_following import rebuild_groups
from trousse.directory.group_operations import GroupDraft, add_members, ask_to_join, create_group
from trousse.directory.group_queries import members_of
from trousse.directory.group_refreshing import rebuild_academy
from trousse.directory.models import Group
from trousse.directory.queries import main_establishment

if TYPE_CHECKING:
    from trousse.accounts.models import User

HOME = "rennes"
"""The académie of the demo people: its groups are there at once, the worker makes the others."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """One group, by first names; ``rule``: an automatic group whose people join it."""

    key: str
    draft: GroupDraft
    manager: str
    members: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    of_school: bool = False
    rule: str = ""


SCENES = (
    _Scene(
        "demo-documentalistes",
        GroupDraft(
            "Profs documentalistes de Bretagne",
            "Fonds, prêts entre CDI, actualité du métier.",
            Group.Policy.OPEN,
        ),
        "Sami",
        rule=f"function:{HOME}:professeur-documentaliste",
    ),
    _Scene(
        "demo-groupe-lecture",
        GroupDraft(
            "Groupe lecture",
            "Le quart d’heure de lecture et le prix des collégiens.",
            Group.Policy.ON_REQUEST,
        ),
        "Léa",
        members=("Camille", "Sami"),
        asking=("Élise", "Inès"),
    ),
    _Scene(
        "demo-conseil-pedagogique",
        GroupDraft("Conseil pédagogique", "Projet d’établissement et progressions."),
        "Sophie",
        members=("Léa", "Thomas", "Karim", "Camille"),
        of_school=True,
    ),
)


@demo_filler("directory.groups", order=14)
def fill_groups() -> list[str]:
    """Create the demo groups that are missing; bring the automatic ones up to date."""
    rebuild_academy(HOME)
    rebuild_groups()
    people = {person.first_name: person for person in demo_users()}
    for scene in SCENES:
        manager = people.get(scene.manager)
        if manager and not Group.objects.filter(creation_key__endswith=f":{scene.key}").exists():
            _play(scene, manager, people)
    return []


def _play(scene: _Scene, manager: "User", people: dict[str, "User"]) -> None:
    draft = scene.draft
    if scene.of_school:
        place = main_establishment(manager)
        draft = GroupDraft(draft.name, draft.description, draft.policy, place)
    group = create_group(manager, draft, key=scene.key)
    members = [people[name] for name in scene.members if name in people]
    source = Group.objects.filter(rule=scene.rule).first() if scene.rule else None
    if source is not None:
        members += list(members_of(source))
    add_members(group, members, manager)
    for name in scene.asking:
        if name in people:
            ask_to_join(group, people[name], "Je peux aider pour le prix des collégiens.")
