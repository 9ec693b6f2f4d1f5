"""Fifty voters at once against the real embedded process, on the test's database."""

import http.client
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest

from tests.core.realtime.split.servers import free_port, machine
from tests.core.worker_process import database_url
from tests.polls.conftest import link_token
from trousse.accounts.models import Guest
from trousse.core.models import Event, Stream
from trousse.services.polls.models import Participant, Poll
from trousse.sharing.models import Grant

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

VOTERS = 50
IMPATIENT = 15
"""How many of them send the same form twice at the same moment."""
HIDDEN_VALUE = re.compile(r'name="(csrfmiddlewaretoken|key|slots_hash)"[^>]*?value="([^"]*)"')
PATTERNS = ("ymn", "yyy", "nmy", "mmn", "nny")
TIMEOUT = 60


@pytest.fixture(autouse=True)
def clock() -> None:
    """Let time run: the server is another process."""


@dataclass
class Server:
    """The embedded process, answering on ``port`` and writing to ``log``."""

    port: int
    log: Path


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    port = free_port()
    here = machine(
        tmp_path,
        DATABASE_URL=database_url(),
        DJANGO_SETTINGS_MODULE="trousse.config.settings.test",
        PORT=str(port),
    )
    command = [sys.executable, "-m", "uvicorn", "trousse.config.asgi:application"]
    options = ["--port", str(port), "--no-access-log", "--log-level", "warning"]
    with here.running(*command, *options, until=port):
        yield Server(port, tmp_path / f"{Path(sys.executable).name}.log")


@dataclass
class Voter:
    """A guest's browser: it opens the page, fills the form, sends it once or more."""

    number: int
    port: int
    path: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    form: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"Personne {self.number}"

    def letters(self) -> str:
        return PATTERNS[self.number % len(PATTERNS)]

    def open_page(self, slots: list[str]) -> int:
        """Read the page and fill its form; return the status."""
        status, page = self._ask("GET")
        answers = zip(slots, self.letters(), strict=True)
        self.form = dict(HIDDEN_VALUE.findall(page)) | {"name": self.name, "email": ""}
        self.form |= {f"answer-{slot}": letter for slot, letter in answers}
        return status

    def send(self) -> int:
        """Send the form as it was filled; return the status."""
        return self._ask("POST", urlencode(self.form))[0]

    def _ask(self, method: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=TIMEOUT)
        sent = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {"Cookie": sent, "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, self.path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        if method == "GET":
            for cookie in response.headers.get_all("Set-Cookie", []):
                self.cookies.load(cookie)
        connection.close()
        return response.status, text


def test_fifty_voters_at_once_are_all_counted_once(server: Server, poll: Poll) -> None:
    slots = [slot.public_id for slot in poll.slots.all()]
    link = f"{poll.get_absolute_url()}?cle={link_token(poll)}"
    voters = [Voter(n, server.port, link) for n in range(VOTERS)]
    senders = [*voters, *voters[:IMPATIENT]]
    together = Barrier(len(senders), timeout=TIMEOUT)

    def send(voter: Voter) -> int:
        together.wait()
        return voter.send()

    with ThreadPoolExecutor(len(senders)) as pool:
        opened = list(pool.map(lambda voter: voter.open_page(slots), voters))
        sent = list(pool.map(send, senders))

    log = server.log.read_text()
    assert (set(opened), set(sent)) == ({200}, {302}), log
    assert "locked" not in log
    assert "ERROR" not in log
    answers = {
        row.name: "".join(row.answers[slot] for slot in slots)
        for row in Participant.objects.filter(poll=poll)
    }
    assert Participant.objects.count() == VOTERS
    assert answers == {voter.name: voter.letters() for voter in voters}
    numbers = Event.objects.filter(subject=str(poll.ref)).values_list("sequence", flat=True)
    assert sorted(numbers) == list(range(1, VOTERS + 4))  # creation, two rights, then each vote
    assert Stream.objects.get(subject=str(poll.ref)).last_sequence == VOTERS + 3
    assert Guest.objects.count() == Grant.objects.filter(kind="guest").count() == VOTERS
