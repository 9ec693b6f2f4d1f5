"""Where somebody works, kept by operators when no feed of the ministry does: take up, end."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from trousse.accounts.queries import user_with_id
from trousse.core.clock import now
from trousse.core.errors import InvalidInput, NotFound
from trousse.directory.access import Office, require_office
from trousse.directory.models import Academy, Affiliation, Discipline, Establishment, Function
from trousse.directory.staffing import Post, affiliate, end_affiliation

if TYPE_CHECKING:
    from trousse.accounts.models import User


def _day(label: Any, hint: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget)


class PostForm(forms.Form):
    """A function to take up, at one establishment or for a whole académie."""

    function = forms.ModelChoiceField(Function.objects.all(), label=_("Function"))
    discipline = forms.ModelChoiceField(
        Discipline.objects.all(), label=_("Discipline (optional)"), required=False
    )
    uai = forms.CharField(
        label=_("Establishment (UAI code)"),
        required=False,
        max_length=8,
        help_text=_("Seven digits and a letter, such as 0351234A."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    academy = forms.ModelChoiceField(
        Academy.objects.all(),
        label=_("Académie"),
        required=False,
        help_text=_("Only for somebody who works for the whole of it."),
    )
    since = _day(_("First day"), _("Leave empty for today."))
    until = _day(_("Last day"), _("Leave empty for a post without end."))
    is_main = forms.BooleanField(label=_("This is the main post"), required=False)

    def clean_uai(self) -> Establishment | None:
        code = self.cleaned_data["uai"].strip().upper()
        found = Establishment.objects.filter(uai=code).first()
        if code and found is None:
            raise forms.ValidationError(_("No establishment has this code."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "uai" not in self.errors and bool(given.get("uai")) == bool(given.get("academy")):
            self.add_error("uai", _("Give an establishment or an académie, one of the two."))
        return given

    def post(self) -> Post:
        """Return what was asked for; the form must be valid."""
        given = self.cleaned_data
        place = given["uai"] or given["academy"]
        return Post(place, given["function"], given["discipline"], is_main=given["is_main"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest, user_id: str) -> HttpResponse:
    """List where somebody works, and let them take up a function."""
    operator, person = _both(request, user_id)
    form = PostForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _take_up(form, person, operator):
        messages.success(request, gettext("The post is written down."))
        return redirect("operator:posts", user_id)
    context = {"person": person, "form": form, "posts": _lines(person)}
    status = 422 if form.errors else 200
    return render(request, "directory/operator/posts.html", context, status=status)


@login_required
@require_POST
def end(request: HttpRequest, user_id: str) -> HttpResponse:
    """Let a post end today; one that has not begun is not ended here."""
    operator, person = _both(request, user_id)
    wanted = request.POST.get("post", "")
    found = next((one for one in _held(person) if _word(one) == wanted), None)
    if found is None:
        raise NotFound
    end_affiliation(found, by=operator)
    messages.success(request, gettext("The post ends today."))
    return redirect("operator:posts", user_id)


def _both(request: HttpRequest, user_id: str) -> "tuple[User, User]":
    operator = require_office(request.user, Office.OPERATOR)
    person = user_with_id(user_id)
    if person is None:
        raise NotFound
    return operator, person


def _take_up(form: PostForm, person: "User", operator: "User") -> bool:
    given = form.cleaned_data
    try:
        affiliate(person, form.post(), by=operator, since=given["since"], until=given["until"])
    except InvalidInput as error:
        form.add_error(error.field, str(error))
        return False
    return True


def _held(person: "User") -> list[Affiliation]:
    related = ("academy", "establishment", "function", "discipline")
    rows = Affiliation.objects.filter(user=person).select_related(*related)
    return list(rows.order_by("-since", "pk"))


def _lines(person: "User") -> list[dict[str, Any]]:
    """Return the posts, the latest first; those that hold today may be ended."""
    today = timezone.localdate(now())
    return [
        {
            "post": one,
            "word": _word(one),
            "may_end": one.since <= today and (one.until is None or one.until > today),
        }
        for one in _held(person)
    ]


def _word(one: Affiliation) -> str:
    """Name a post of somebody by what it is: no key of the database goes into a page."""
    place = one.establishment.uai if one.establishment else one.academy.code
    discipline = one.discipline.code if one.discipline else ""
    return f"{place}.{one.function.code}.{discipline}.{one.since.isoformat()}"
