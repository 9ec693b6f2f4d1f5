"""Keeps the keys of names up with people, one person after a change."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from trousse.core.typos import deletions
from trousse.directory.models import Affiliation, NameToken, PersonKey, Profile, TokenDeletion
from trousse.directory.search.names import first_word, name_keys, sorted_name

if TYPE_CHECKING:
    from trousse.accounts.models import User

MISSED_DAYS = 8
"""How far back the daily work looks, in case the worker was away."""

Place = tuple[str, int | None]
"""A key and the académie (its primary key) in which it is kept, or None."""


def current_on(day: date) -> Q:
    """Return the condition of affiliations that hold on ``day``."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def refresh_keys(user: "User") -> None:
    """Bring the keys and the sorted name of ``user`` up to date; nothing changes when they are."""
    with transaction.atomic():
        profile = _profile_of(user)
        wanted = set() if profile.hidden else _wanted_keys(user)
        rows = PersonKey.objects.filter(user=user).values_list("pk", "key", "academy_id")
        kept = {(key, academy): pk for pk, key, academy in rows}
        gone = kept.keys() - wanted
        if gone:
            PersonKey.objects.filter(pk__in=[kept[place] for place in gone]).delete()
            _forget_words(key for key, _academy in gone)
        if missing := wanted - kept.keys():
            _add_keys(user, missing)


def forget_keys(user: "User") -> None:
    """Remove the keys of ``user``, and the words that nobody else bears."""
    with transaction.atomic():
        keys = PersonKey.objects.filter(user=user)
        names = list(keys.values_list("key", flat=True))
        keys.delete()
        _forget_words(names)


def refresh_dated_keys() -> None:
    """Follow the affiliations that began or ended in the last days: time writes nothing itself."""
    today = timezone.localdate()
    lately = (today - timedelta(days=MISSED_DAYS), today)
    moved = Affiliation.objects.filter(Q(since__range=lately) | Q(until__range=lately))
    for affiliation in moved.select_related("user").order_by("user_id").iterator():
        refresh_keys(affiliation.user)


def _profile_of(user: "User") -> Profile:
    name = sorted_name(user.first_name, user.last_name)
    profile, created = Profile.objects.get_or_create(user=user, defaults={"sorted_name": name})
    if not created and profile.sorted_name != name:
        profile.sorted_name = name
        profile.save(update_fields=["sorted_name"])
    return profile


def _wanted_keys(user: "User") -> set[Place]:
    if not user.is_active:
        return set()
    now = Affiliation.objects.filter(current_on(timezone.localdate()), user=user)
    academies: set[int | None] = set(now.values_list("academy_id", flat=True))
    return {(key, academy) for key in keys_of(user) for academy in academies or {None}}


def keys_of(user: "User") -> list[str]:
    """Return the ways to begin the name of ``user``, normalised."""
    return name_keys(user.first_name, user.last_name)


def _add_keys(user: "User", places: set[Place]) -> None:
    PersonKey.objects.bulk_create(
        PersonKey(key=key, academy_id=academy, user=user) for key, academy in places
    )
    words = Counter(first_word(key) for key, _academy in places)
    _learn_words(sorted(words))
    for word, times in sorted(words.items()):
        NameToken.objects.filter(token=word).update(frequency=F("frequency") + times)


def _learn_words(words: list[str]) -> None:
    """Add the unknown ones of ``words``, sorted so that two writers never wait for each other."""
    known = set(NameToken.objects.filter(token__in=words).values_list("token", flat=True))
    new = [word for word in words if word not in known]
    NameToken.objects.bulk_create([NameToken(token=word) for word in new], ignore_conflicts=True)
    rows = [TokenDeletion(variant=v, token_id=word) for word in new for v in deletions(word)]
    TokenDeletion.objects.bulk_create(rows, ignore_conflicts=True)


def _forget_words(keys: Iterable[str]) -> None:
    words = Counter(first_word(key) for key in keys)
    for word, times in sorted(words.items()):
        less = Greatest(F("frequency") - times, 0)
        NameToken.objects.filter(token=word).update(frequency=less)
    NameToken.objects.filter(token__in=list(words), frequency=0).delete()
