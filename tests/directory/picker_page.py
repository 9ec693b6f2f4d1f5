"""A page with a picker among other fields, as a service would write it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from trousse.accounts.current import signed_in
from trousse.directory.picker import PeopleField, PeopleForm

TEMPLATE = """{% load trousse_ui %}{{ form.media }}{% error_summary form %}
<form method="post">{% for field in form %}{{ field.as_field_group }}{% endfor %}
<button class="fr-btn">Envoyer</button></form>"""


class InviteForm(PeopleForm):
    title = forms.CharField()
    people = PeopleField(label="Personnes", max=4)
    witness = PeopleField(label="Témoin", groups=False, emails=False, required=False)


def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, asker=signed_in(request))
    if form.is_valid():
        picked = form.cleaned_data["people"]
        names = [one.full_name for one in picked.people] + [one.name for one in picked.groups]
        return HttpResponse(
            " + ".join(["saved", form.cleaned_data["title"], *names, *picked.emails])
        )
    page = engines["django"].from_string(TEMPLATE).render({"form": form}, request)
    return HttpResponse(page, status=422 if form.errors else 200)


urlpatterns = [path("inviter/", invite), path("", include("trousse.config.urls"))]
handler403 = "trousse.ui.views.permission_denied"
