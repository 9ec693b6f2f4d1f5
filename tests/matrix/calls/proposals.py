"""A need that the person responsible proposed, from Rennes."""

import itertools

from tests.factories.offices import academy
from tests.matrix.calling import Call, calls
from tests.matrix.world import World
from trousse.library.models import Proposal
from trousse.library.proposals.operations import Wish, make_proposal

_keys = itertools.count()


def _proposal(world: World, actor: str) -> Proposal:
    """Return a proposal of somebody else than ``actor``."""
    author = "agent" if actor == "responsible" else "responsible"
    wish = Wish("need", "Réserver le gymnase", "Sur papier aujourd’hui.")
    key = f"wish-of-the-matrix-{next(_keys):05}"
    made = make_proposal(wish, key=key, by=world.people[author])
    Proposal.objects.filter(pk=made.pk).update(academy=academy("rennes"))
    return made


@calls("proposals:detail", "proposals:support", "proposals:unsupport")
def _one(world: World, actor: str) -> Call:
    return Call({"proposal_id": _proposal(world, actor).public_id})


@calls("proposals:answer")
def _answer(world: World, actor: str) -> Call:
    data = {"state": "studied", "answer": "Nous regardons.", "entry": "", "version": "1"}
    return Call({"proposal_id": _proposal(world, actor).public_id}, data=data)


@calls("proposals:create")
def _create(world: World, actor: str) -> Call:
    key = f"new-wish-of-matrix-{next(_keys):05}"
    data = {"kind": "need", "title": "Prêter du matériel", "text": "Entre collègues.", "key": key}
    return Call(data=data)
