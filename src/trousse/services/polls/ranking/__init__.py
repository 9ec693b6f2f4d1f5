"""Which date does best, and why: rules without database, the same for pages, tasks and tests."""

from trousse.services.polls.ranking.conditions import Condition, Finding, Outlook, people_needed
from trousse.services.polls.ranking.judging import Judgement, best_of, judge_slots, rank_slots

__all__ = [
    "Condition",
    "Finding",
    "Judgement",
    "Outlook",
    "best_of",
    "judge_slots",
    "people_needed",
    "rank_slots",
]
