"""Addresses of polls."""

from django.urls import path

from trousse.services.polls.views import (
    answering,
    booking,
    booking_making,
    booking_managing,
    choosing,
    conditions,
    creation,
    duplicating,
    entering,
    finding,
    importing,
    keeping,
    managing,
    missing,
    own,
    proposals,
    slots,
    texts,
)
from trousse.services.polls.views.kinds import about_dates

app_name = "polls"
BOOKING_TOO = frozenset(
    {
        "add_appointments",
        "appointment",
        "calendar",
        "close",
        "delete",
        "detail",
        "duplicate",
        "edit",
        "edit_booking",
        "export",
        "give_up",
        "keep",
        "own_calendar",
        "poster",
        "printed_list",
        "reopen",
        "results",
        "withdraw",
    }
)
"""Pages that know appointments, or refuse them themselves."""

_pages = [
    path("", creation.list_polls, name="list"),
    path("nouveau", creation.create, name="create"),
    path("textes", texts.create, name="create_texts"),
    path("rendez-vous", booking_making.create, name="create_booking"),
    path("importer", importing.bring, name="import"),
    path("mon-lien", finding.find, name="find_link"),
    path("mes-reponses/", own.list_answers, name="answers"),
    path("<str:poll_id>/", answering.detail, name="detail"),
    path("<str:poll_id>/resultats", answering.results, name="results"),
    path("<str:poll_id>/retirer", answering.withdraw, name="withdraw"),
    path("<str:poll_id>/modifier", creation.edit, name="edit"),
    path("<str:poll_id>/dupliquer", duplicating.duplicate, name="duplicate"),
    path("<str:poll_id>/conditions", conditions.conditions, name="conditions"),
    path("<str:poll_id>/repondre-pour", entering.enter, name="enter"),
    path("<str:poll_id>/repondre-pour/<str:row_id>", entering.entered, name="entered"),
    path("<str:poll_id>/dates", slots.change, name="slots"),
    path("<str:poll_id>/proposer", proposals.propose, name="propose"),
    path("<str:poll_id>/propositions/<str:slot_id>", proposals.review, name="review"),
    path("<str:poll_id>/clore", managing.close, name="close"),
    path("<str:poll_id>/decider", managing.decide, name="decide"),
    path("<str:poll_id>/choisir", choosing.choose, name="choose"),
    path("<str:poll_id>/attendues", missing.missing, name="missing"),
    path("<str:poll_id>/relancer", managing.remind, name="remind"),
    path("<str:poll_id>/rouvrir", managing.reopen, name="reopen"),
    path("<str:poll_id>/supprimer", managing.delete, name="delete"),
    path("<str:poll_id>/garder", keeping.keep, name="keep"),
    path("<str:poll_id>/export.<str:form>", keeping.export, name="export"),
    path("<str:poll_id>/agenda.ics", managing.calendar, name="calendar"),
    path("<str:poll_id>/rendez-vous/annuler", booking.give_up, name="give_up"),
    path("<str:poll_id>/rendez-vous.ics", booking.own_calendar, name="own_calendar"),
    path("<str:poll_id>/rendez-vous/modifier", booking_making.edit, name="edit_booking"),
    path("<str:poll_id>/rendez-vous/ajouter", booking_making.add, name="add_appointments"),
    path("<str:poll_id>/rendez-vous/imprimer", booking_managing.printed_list, name="printed_list"),
    path("<str:poll_id>/rendez-vous/affiche", booking_managing.poster, name="poster"),
    path(
        "<str:poll_id>/rendez-vous/<str:slot_id>/",
        booking_managing.appointment,
        name="appointment",
    ),
]
urlpatterns = about_dates(_pages, but=BOOKING_TOO)
