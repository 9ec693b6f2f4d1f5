"""What a change of proposals did, in words for whoever made it."""

from django.utils.translation import gettext, ngettext

from trousse.services.polls.editing import SlotChange


def change_words(done: SlotChange) -> str:
    """Return how many proposals came, went or moved, and who is told."""
    if done.is_empty:
        return gettext("The proposals are saved. Nobody has to answer again.")
    words = []
    if done.added:
        count = len(done.added)
        words.append(ngettext("%d proposal added.", "%d proposals added.", count) % count)
    if done.removed:
        count = len(done.removed)
        words.append(ngettext("%d proposal removed.", "%d proposals removed.", count) % count)
    if done.moved:
        count = len(done.moved)
        words.append(ngettext("%d place changed.", "%d places changed.", count) % count)
    return " ".join([*words, gettext("Those who had answered and are concerned are told.")])
