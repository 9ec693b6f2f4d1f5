"""For whom a service is, in a sentence."""

from django.utils.translation import gettext

from trousse.directory.queries import academy_names, function_names
from trousse.library.audience import whole_audience
from trousse.library.models import Entry


def audience_in_words(entry: Entry) -> str:
    """Return « Ce service est destiné à… », empty when it is for everyone.

    Groups are not named: who is in one knows it, and to the others it is none of theirs.
    """
    audience = whole_audience(entry.audience, entry.academy.slug if entry.academy else None)
    places = ", ".join(name for _, name in academy_names(audience.academies))
    trades = ", ".join(function_names(audience.functions))
    sentences = []
    if places and trades:
        words = gettext("This service is for these people of %(places)s: %(trades)s.")
        sentences.append(words % {"places": places, "trades": trades})
    elif places:
        words = gettext("This service is for those who work in: %(places)s.")
        sentences.append(words % {"places": places})
    elif trades:
        sentences.append(gettext("This service is for: %(trades)s.") % {"trades": trades})
    if audience.groups:
        sentences.append(
            gettext("It is also for the members of certain groups.")
            if sentences
            else gettext("This service is for the members of certain groups.")
        )
    return " ".join(sentences)
