"""The directory's part of the demo data: places, agents, classes."""

from django.db import transaction

from trousse.core.demo import demo_filler
from trousse.directory.demo.agents import fill_agents
from trousse.directory.demo.bells import fill_bells
from trousse.directory.demo.classes import fill_classes
from trousse.directory.demo.places import fill_establishments


@demo_filler("directory", order=12)
def fill_directory() -> list[str]:
    """Create what is missing of the demo directory, in one transaction of a few seconds."""
    with transaction.atomic():
        places = fill_establishments()
        fill_bells(places)
        fill_agents(places)
        fill_classes(places)
    return []
