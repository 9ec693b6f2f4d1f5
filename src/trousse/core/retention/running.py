"""The daily task of each rule: one batch, then the next in a task of its own."""

from trousse.core.clock import now
from trousse.core.retention.registry import registered_rules
from trousse.core.tasks import enqueue, task


def ask_for_retention() -> None:
    """Ask for today's task of each rule; asking twice on one day does nothing more."""
    day = f"{now():%Y-%m-%d}"
    for model, rule in registered_rules().items():
        if rule.erase is not None:
            enqueue(apply_rule, key=f"retention:{model}:{day}", model=model)


@task(name="core.apply_rule")
def apply_rule(model: str) -> None:
    """Erase one batch of what is too old in ``model``; a rule that is gone asks for nothing."""
    rule = registered_rules().get(model)
    if rule is None or rule.erase is None:
        return
    if rule.erase() is True:
        enqueue(apply_rule, model=model)
