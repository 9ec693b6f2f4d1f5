"""Gestures on the pages of polls, as people name what they see."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

TITLE = "Conseil de classe de 5e B"
SOCKETS_ARE_CUT = """
  window.WebSocket = class extends EventTarget {
    constructor() { super(); setTimeout(() => {
      this.dispatchEvent(new Event("error")); this.dispatchEvent(new CloseEvent("close"));
      this.onerror?.(new Event("error")); this.onclose?.(new CloseEvent("close", { code: 1006 }));
    }, 10); }
    send() {} close() {}
  };
"""
STREAMS_ARE_HELD_BACK = """
  window.EventSource = class extends EventTarget { close() {} };
"""


def become(page: Page, name: str) -> None:
    """Sign in as a demo person."""
    page.goto("/demo/")
    page.get_by_role("button", name=name).click()
    expect(page).to_have_url(re.compile(r"/$"))


def create_poll(page: Page, title: str = TITLE, hours: tuple[str, str] = ("17:00", "18:00")) -> str:
    """Create a poll of three days at ``hours`` by tapping; return the address to hand on."""
    page.goto("/sondages/nouveau")
    page.get_by_label("Titre").fill(title)
    choose_days(page, hours)
    page.get_by_role("button", name="Créer et partager").click()
    expect(page.get_by_role("heading", name="Votre sondage est prêt")).to_be_visible()
    return page.get_by_label("Lien du sondage").input_value()


def choose_days(page: Page, hours: tuple[str, str]) -> None:
    """Tap three days of the next month and give them the same hours."""
    page.get_by_role("button", name="Mois suivant").click()
    for number in (2, 4, 8):
        day(page, number).click()
    same = page.get_by_role("group", name="Les mêmes heures tous les jours")
    same.get_by_label("Début").fill(hours[0])
    same.get_by_label("Fin").fill(hours[1])
    same.get_by_role("button", name="Mettre à tous les jours").click()


def day(page: Page, number: int) -> Locator:
    """Return the button of a day of the month that is shown; pointing at it brings its script."""
    page.locator("late-days").hover()
    return page.get_by_role("grid").get_by_role("button", name=re.compile(rf"\s{number}\s"))


def slot(page: Page, number: int) -> Locator:
    """Return the group of choices of the nth date."""
    return page.locator("#reponse fieldset").nth(number - 1)


def answer(page: Page, *words: str) -> None:
    """Give one answer a date, in order, by tapping its label."""
    for number, word in enumerate(words, start=1):
        slot(page, number).locator("label", has_text=word).click()


def give_name(page: Page, name: str) -> None:
    """Say who answers; the form of a comment, further down, asks for a name too."""
    page.locator("#reponse").get_by_label("Votre nom").fill(name)


def expect_saved(page: Page) -> None:
    expect(page.locator(".t-ballot__status")).to_contain_text("Enregistré à")


def go_to_comments(page: Page) -> Locator:
    """Scroll to the comments, which come when they are near; return their section."""
    page.locator("late-comments").scroll_into_view_if_needed()
    comments = page.get_by_role("region", name="Commentaires")
    expect(comments.get_by_label("Votre commentaire").last).to_be_visible()
    return comments


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("the keyboard never gets there")


def until_shown(page: Page, url: str, thing: Locator) -> None:
    """Reload ``url`` until the worker has done its part."""
    for _ in range(40):
        page.goto(url)
        if thing.count():
            return
        page.wait_for_timeout(250)
    pytest.fail(f"the worker did not bring it to {url}")


def letter_to(page: Page, who: str, subject: str) -> Locator:
    """Return the lines of ``/demo/courriels`` for the letters to ``who`` with that subject."""
    lines = page.get_by_role("main").get_by_role("listitem").filter(has_text=who)
    return lines.get_by_role("link", name=re.compile(subject))
