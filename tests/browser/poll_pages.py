"""Gestures on the pages of polls, as people name what they see."""

import re

from playwright.sync_api import Locator, Page, expect

TITLE = "Conseil de classe de 5e B"


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
    """Return the button of a day of the month that is shown."""
    return page.get_by_role("grid").get_by_role("button", name=re.compile(rf"\s{number}\s"))


def slot(page: Page, number: int) -> Locator:
    """Return the group of choices of the nth date."""
    return page.locator("#reponse fieldset").nth(number - 1)


def answer(page: Page, *words: str) -> None:
    """Give one answer a date, in order, by tapping its label."""
    for number, word in enumerate(words, start=1):
        slot(page, number).locator("label", has_text=word).click()


def expect_saved(page: Page) -> None:
    expect(page.locator(".t-ballot__status")).to_contain_text("Enregistré à")
