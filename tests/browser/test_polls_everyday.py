"""Many dates, answered as people do: in a table, on a phone, by keyboard, without script.

Three roles on one poll: who organises it, who helps, who answers; a guest besides.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Visitor
from tests.browser.poll_pages import become, expect_saved, give_name, slot, tab_to
from tests.browser.sharing_pages import access_of, open_sharing, pick
from tests.browser.whole import WholeSite

Shot = Callable[[Page, str], object]

DAYS = 10
"""At least, whatever the day of the year on which this runs."""
SERIES = "tous les lundis, mardis et jeudis 17 h – 18 h pendant cinq semaines"


@pytest.fixture(scope="module")
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def propose_series(page: Page, title: str) -> str:
    """Create a poll of DAYS dates or more over several weeks; return the address to hand on."""
    page.goto("/sondages/nouveau")
    page.get_by_label("Titre").fill(title)
    page.get_by_text("Plusieurs jours d’un coup").click()
    page.locator("input[name=sentence]").fill(SERIES)
    page.get_by_role("button", name="Proposer ces jours").click()
    keep = page.get_by_role("button", name="Proposer quand même")
    expect(page.locator("[name=day]").nth(2)).to_be_attached()
    if keep.count():
        keep.first.click()
    page.get_by_role("button", name="Créer et partager").click()
    return page.get_by_label("Lien du sondage").input_value()


def table(page: Page) -> Locator:
    return page.get_by_role("region", name="Vos réponses en haut")


def chosen(page: Page) -> list[str]:
    """Return the letters that are chosen, in the order of the dates."""
    return [
        box.get_attribute("value") or "" for box in page.locator("#reponse input:checked").all()
    ]


def fill_in(page: Page, series: str, answer: str) -> None:
    summary = page.get_by_text("Répondre à plusieurs dates à la fois")
    if not page.get_by_label("Pour", exact=True).is_visible():
        summary.click()
    page.get_by_label("Pour", exact=True).select_option(label=series)
    page.locator(f".t-fill button[name=fill][value={answer}]").click()


def test_a_table_on_a_wide_screen_by_keyboard(visitor: Visitor, shot: Shot) -> None:
    teacher, guest = visitor("desktop"), visitor("desktop")
    become(teacher, "Léa Martin")
    link = propose_series(teacher, "Réunions du trimestre")
    teacher.goto(link)
    fill_in(teacher, "Toutes les dates", "m")
    expect_saved(teacher)

    guest.goto(link)
    expect(table(guest)).to_be_visible()
    total = guest.locator("#reponse fieldset").count()
    assert total >= DAYS
    expect(table(guest).get_by_role("row")).to_have_count(3)  # dates, mine, the organiser's
    expect(table(guest).get_by_role("rowheader", name="Léa Martin")).to_be_visible()
    expect(guest.locator("live-results details#tableau")).to_be_hidden()  # it is there already
    give_name(guest, "Nadia Traoré")
    tab_to(guest, slot(guest, 1).get_by_role("radio").first)
    guest.keyboard.press("Space")
    guest.keyboard.press("ArrowRight")
    expect(slot(guest, 2).get_by_role("radio", name="Oui")).to_be_focused()
    assert chosen(guest) == ["y"], "going sideways chooses nothing"
    guest.keyboard.press("ArrowDown")
    guest.keyboard.press("Tab")
    expect(slot(guest, 3).get_by_role("radio", name="Oui")).to_be_focused()
    for _ in range(total):
        guest.keyboard.press("ArrowRight")
    expect(slot(guest, total).get_by_role("radio", name="Oui")).to_be_focused()
    assert is_seen(guest, slot(guest, total))
    expect_saved(guest)
    assert chosen(guest) == ["y", "m"]
    expect(table(guest).get_by_role("row")).to_have_count(3)  # one's own is not there twice
    expect(table(guest).get_by_role("rowheader", name="Nadia Traoré")).to_have_count(0)
    expect(table(teacher).get_by_role("rowheader", name="Léa Martin")).to_have_count(0)
    check(guest, shot, "everyday-table")
    group = slot(guest, 2)
    expect(group).to_match_aria_snapshot("""
        - group /\\w+ \\d.* 17/:
          - radio /Oui/
          - radio /Si besoin/ [checked]
          - radio /Non/
    """)
    expect(table(teacher).get_by_role("rowheader", name="Nadia Traoré")).to_be_visible()  # live


def is_seen(page: Page, cell: Locator) -> bool:
    """Tell whether a cell stands inside its region, and not under the names that stay."""
    return bool(
        cell.evaluate(
            """cell => {
              const [inner, outer] = [cell, cell.closest("[role=region]")].map(
                (one) => one.getBoundingClientRect());
              const names = cell.closest("tr").cells[0].getBoundingClientRect();
              return inner.left >= names.right - 1 && inner.right <= outer.right + 1;
            }"""
        )
    )


def check(page: Page, shot: Shot, name: str) -> None:
    assert_accessible(page)
    assert_fits(page)
    shot(page, name)


def test_a_long_list_on_a_phone(visitor: Visitor, shot: Shot) -> None:
    teacher, guest = visitor("desktop"), visitor("phone")
    become(teacher, "Léa Martin")
    guest.goto(propose_series(teacher, "Réunions au téléphone"))
    give_name(guest, "Paul Petit")
    count = guest.locator("[data-total]")
    expect(count).to_have_text(re.compile("^0 sur "))
    slot(guest, 1).locator("label", has_text="Oui").tap()
    expect(count).to_have_text(re.compile("^1 sur "))
    guest.get_by_role("button", name="Date suivante").tap()
    expect(slot(guest, 2).get_by_role("radio", name="Oui")).to_be_focused()
    weeks = guest.get_by_role("navigation", name="Aller à la semaine du").get_by_role("link")
    assert weeks.count() >= 3
    weeks.nth(2).tap()
    expect(guest).to_have_url(re.compile(r"#s\d+y$"))

    fill_in(guest, "Tous les mardis", "n")
    expect_saved(guest)
    tuesdays = chosen(guest).count("n")
    assert tuesdays >= 3
    guest.get_by_role("button", name="Annuler").tap()
    expect(count).to_have_text(re.compile("^1 sur "))
    check(guest, shot, "everyday-phone")
    guest.set_viewport_size({"width": 320, "height": 256})  # 1280 px at 400 %
    assert_fits(guest)
    assert guest.locator(".t-ballot__count").evaluate("bar => getComputedStyle(bar).position") == (
        "static"
    ), "no room for a bar that stays"


def test_without_script(visitor: Visitor) -> None:
    teacher = visitor("desktop")
    become(teacher, "Léa Martin")
    link = propose_series(teacher, "Réunions sans script")
    helper = visitor("phone", java_script_enabled=False)
    become(helper, "Karim Benali")
    helper.goto(link)
    expect(helper.locator(".t-ballot__count")).to_be_hidden()
    fill_in(helper, "Tous les jeudis", "y")
    expect(helper.get_by_text("rien n’est encore enregistré")).to_be_visible()
    helper.get_by_role("button", name="Enregistrer mes réponses").click()
    expect(helper.get_by_text("Enregistré à")).to_be_visible()
    assert set(chosen(helper)) == {"y"}

    plain = visitor("phone", java_script_enabled=False)
    become(plain, "Léa Martin")
    plain.goto(link)
    plain.get_by_role("link", name="Répondre pour quelqu’un").click()
    plain.get_by_label("Nom, pour quelqu’un d’autre").fill("Mme Petit")
    plain.locator("fieldset").first.locator("label", has_text="Oui").click()
    plain.get_by_role("button", name="Enregistrer ces réponses").click()
    expect(plain.get_by_text("Les réponses de Mme Petit sont enregistrées.")).to_be_visible()
    plain.get_by_text("Toutes les réponses, en tableau").click()
    expect(plain.get_by_text("saisi par Léa Martin")).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_answers_entered_by_a_co_organiser_become_their_persons(
    visitor: Visitor, device: str, shot: Shot
) -> None:
    teacher, helper, person = visitor(device), visitor(device), visitor(device)
    become(teacher, "Léa Martin")
    title = f"Réunions dites de vive voix, {device}"
    address = propose_series(teacher, title).partition("?")[0]
    share(teacher, address, "Karim Benali", "Peut modifier et choisir la date")
    share(teacher, address, "Sophie Lefèvre", "Peut répondre")

    become(helper, "Karim Benali")
    helper.goto(f"{address}repondre-pour")
    helper.get_by_label("Pour qui").select_option(label="Sophie Lefèvre")
    slot_of(helper, 1).locator("label", has_text="Non").click()
    check(helper, shot, f"everyday-enter-{device}")
    helper.get_by_role("button", name="Enregistrer ces réponses").click()
    expect(helper.get_by_text("Les réponses de Sophie Lefèvre sont enregistrées.")).to_be_visible()

    become(person, "Sophie Lefèvre")
    person.goto("/notifications/")
    person.get_by_role(
        "link", name=re.compile(f"Karim Benali a répondu pour vous.*{title}")
    ).click()
    expect(person.get_by_text("Karim Benali a répondu pour vous.")).to_be_visible()
    expect(slot(person, 1).get_by_role("radio", name="Non")).to_be_checked()
    check(person, shot, f"everyday-entered-{device}")
    person.get_by_role("button", name="Enregistrer mes réponses").click()
    expect_saved(person)
    helper.goto(f"{address}repondre-pour")
    expect(helper.get_by_text("Déjà saisies")).to_have_count(0)


def slot_of(page: Page, number: int) -> Locator:
    return page.locator("main fieldset").nth(number - 1)


def share(page: Page, address: str, name: str, role: str) -> None:
    """Share with a colleague by name."""
    page.goto(address)
    dialog = open_sharing(page)
    pick(dialog, name.split()[1], name)
    dialog.get_by_label("Ce que ces personnes").first.select_option(label=role)
    dialog.get_by_role("button", name="Partager", exact=True).click()
    expect(access_of(dialog, name)).to_be_visible()
