"""Somebody who answers a poll by its link, as a page that saves by itself does."""

import random
import re
import time
from collections.abc import Mapping
from urllib.parse import urlencode

from benchmarks.measuring.visitor import Request, Visitor

HIDDEN_VALUE = re.compile(r'name="(csrfmiddlewaretoken|key|slots_hash)"[^>]*?value="([^"]*)"')
SLOT = re.compile(r'name="(answer-[A-Za-z0-9_-]{22})"')
ROW_VERSION = re.compile(r'"version": ?(\d+)')
LETTERS = "ymn"
VOTERS_PER_BLOCK = 200


class Voter:
    """A guest with a browser, an address and a form of their own; the page is read already."""

    def __init__(self, number: int, origin: str, link: str) -> None:
        self.name = f"Votant {number}"
        self._path = link.partition("?")[0]
        block, host = divmod(number, VOTERS_PER_BLOCK)
        headers = {
            "X-Forwarded-For": f"198.18.{block}.{host + 1}",  # RFC 2544
            "Accept-Encoding": "identity",
        }
        self._browser = Visitor(origin, headers)
        reply = self._browser.send(Request(link))
        self._cookies = dict(reply.cookies)
        page = reply.body.decode()
        self._form = dict(HIDDEN_VALUE.findall(page)) | {"name": self.name, "email": ""}
        self._slots = sorted(set(SLOT.findall(page)))

    @property
    def answers(self) -> Mapping[str, str]:
        """Return what was sent last, by slot."""
        return {slot.removeprefix("answer-"): self._form[slot] for slot in self._slots}

    def vote(self) -> float:
        """Send other answers than before; return the seconds until the reply was read."""
        self._form |= {slot: random.choice(LETTERS) for slot in self._slots}  # noqa: S311  # answers
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Accept": "application/json"}
        before = time.perf_counter()
        reply = self._browser.send(Request(self._path, urlencode(self._form), headers))
        waited = time.perf_counter() - before
        self._cookies |= reply.cookies
        self._form["version"] = ROW_VERSION.findall(reply.body.decode())[0]
        return waited

    def close(self) -> None:
        self._browser.close()
