"""Facts of the outbox as CloudEvents, and following them in the worker.

Public: :func:`as_cloud_event`, :func:`on_event`. The types and the forms of their data are in
``trousse_kit.events``; a fact of another type stays inside.
"""

from collections.abc import Callable

from trousse.core.outbox import ReceivedEvent, receiver
from trousse_kit.events import DATA, CloudEvent
from trousse_kit.manifest.block import Block

Handle = Callable[[CloudEvent, Block], None]
"""Takes the fact, and its data in the form of its type."""


def as_cloud_event(fact: ReceivedEvent) -> CloudEvent:
    """Return a fact in its envelope, its data checked.

    Raises ValueError for a type that is not told outside, or data that has not its form.
    """
    name = f"{fact.type}.v{fact.version}"
    if name not in DATA:
        raise ValueError(f"{name} stays inside")
    data = DATA[name].model_validate(fact.data)
    return CloudEvent(
        id=f"{fact.subject}/{fact.sequence}",
        source=f"/services/{fact.source}",
        type=name,
        subject=str(fact.subject),
        time=fact.occurred_at,
        sequence=str(fact.sequence),
        data=data.model_dump(mode="json"),
    )


def on_event(*types: str, name: str, handle: Handle) -> None:
    """Call ``handle`` for each fact of ``types`` (``poll.decided``, without version), in order.

    In the worker, after commit, in one transaction with the mark of delivery: its effects in the
    database happen once. ``name`` is kept with each delivery: never change it. A version that
    ``trousse_kit`` does not know fails, and is tried again until this portal knows it. Raises
    ValueError for a type that no version of is told.
    """
    known = {one.rpartition(".")[0] for one in DATA}
    if unknown := set(types) - known:
        raise ValueError(f"no such facts: {sorted(unknown)}")

    def receive(fact: ReceivedEvent) -> None:
        event = as_cloud_event(fact)
        handle(event, DATA[event.type].model_validate(event.data))

    receiver(name, *types)(receive)
