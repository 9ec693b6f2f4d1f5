"""What no browser sends: broken bytes, other types, foreign ids. Never a 500, nothing written."""

import pytest
from django.test import Client

from tests.polls.conftest import ballot, link_token
from trousse.accounts.current import KEYS_COOKIE
from trousse.services.polls.models import Participant, Poll

FORM = "application/x-www-form-urlencoded"
HOSTILE_BODIES = [
    pytest.param(b"\xff\xfe\xfa=%C3%28&name=%ED%A0%80", FORM, id="broken UTF-8"),
    pytest.param(b"name=%00&key=%00", FORM, id="NUL"),
    pytest.param(b"&".join(b"a%d=1" % number for number in range(3000)), FORM, id="many fields"),
    pytest.param(b"name=" + b"x" * 1_100_000, FORM, id="too large"),
    pytest.param(b'{"name": ["Nadia"], "key": {}}', "application/json", id="JSON"),
    pytest.param(b"--x\r\nbroken", "multipart/form-data; boundary=x", id="broken multipart"),
    pytest.param(b"", "text/plain", id="nothing"),
]


@pytest.mark.parametrize(("body", "kind"), HOSTILE_BODIES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_hostile_vote_is_refused_in_words(
    guest: Client, poll: Poll, body: bytes, kind: str, language: str
) -> None:
    url = poll.get_absolute_url()
    headers = {"accept-language": language}
    response = guest.post(url, body, content_type=kind, headers=headers)

    page = response.content.decode()
    assert response.status_code in {400, 413, 422}
    assert f'<html lang="{language}"' in page
    assert "<h1" in page
    assert not Participant.objects.exists()


@pytest.mark.parametrize(("body", "kind"), HOSTILE_BODIES)
def test_a_hostile_poll_is_refused_in_words(organiser: Client, body: bytes, kind: str) -> None:
    response = organiser.post("/sondages/nouveau", body, content_type=kind)

    assert response.status_code in {400, 413, 422}
    assert "<h1" in response.content.decode()
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    "poll_id", ["1", "..", "%00", "%2e%2e", "é" * 30, "A" * 400, "'; DROP TABLE polls_poll; --"]
)
def test_an_odd_id_is_missing(guest: Client, poll: Poll, poll_id: str) -> None:
    for path in ("", "resultats", "agenda.ics"):
        assert guest.get(f"/sondages/{poll_id}/{path}").status_code in {400, 404}


def test_the_integer_key_of_a_poll_leads_nowhere(guest: Client, poll: Poll) -> None:
    assert guest.get(f"/sondages/{poll.pk}/").status_code == 404


def test_the_slots_of_another_poll_answer_nothing(
    guest: Client, poll: Poll, organiser: Client
) -> None:
    sent = ballot(guest, poll, "ymn")
    typed = {"title": "Autre", "day": ["2026-12-01"], "start": [""], "end": [""]}
    organiser.post(
        "/sondages/nouveau",
        typed | {"has_link": "on", "time_zone": "Europe/Paris", "key": "autre-sondage-autre-sond"},
    )
    other = Poll.objects.get(title="Autre")
    guest.cookies[KEYS_COOKIE] = link_token(other)
    refused = guest.post(other.get_absolute_url(), sent)

    assert refused.status_code == 409
    assert not Participant.objects.exists()
