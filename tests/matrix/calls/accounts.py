"""One's own account: each actor acts on their own."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from tests.factories.directory import affiliated
from tests.matrix.calling import Call, calls
from tests.matrix.world import World
from trousse.accounts.demo_data import fill_people
from trousse.accounts.models import User
from trousse.accounts.queries import session_public_id
from trousse.directory.models import Academy, Function


@calls("accounts:index")
def _self(world: World, actor: str) -> Call:
    names = {"first_name": "Léa", "last_name": "Martin"}
    return Call(data={**names, "language": "fr", "time_zone": "Europe/Paris"})


@calls("accounts:language")
def _language(world: World, actor: str) -> Call:
    return Call(data={"language": "en", "next": "/contact/"})


@calls("accounts:erase_data")
def _erase(world: World, actor: str) -> Call:
    return Call(data={"word": "effacer"})


@calls("account_reset_password")
def _forgotten(world: World, actor: str) -> Call:
    return Call(data={"email": world.people["agent"].email})


@calls("accounts:end_session")
def _session(world: World, actor: str) -> Call:
    person = world.person(actor)
    UserSession.objects.create(user=person, session_key="elsewhere", ip="0.0.0.0")  # noqa: S104
    return Call(data={"session": session_public_id("elsewhere")})


@calls("mfa_remove_webauthn", "mfa_edit_webauthn")
def _key(world: World, actor: str) -> Call:
    owner = world.people["responsible"]
    kind = Authenticator.Type.WEBAUTHN
    key = Authenticator.objects.create(user=owner, type=kind, data={"name": "Clé"})
    return Call({"pk": key.pk})


@calls("operator:account", "operator:suspend", "operator:reactivate")
def _account(world: World, actor: str) -> Call:
    return Call({"user_id": world.people["agent"].public_id})


@calls("operator:posts")
def _posts(world: World, actor: str) -> Call:
    function, academy = Function.objects.get(code="enseignant"), Academy.objects.get(slug="rennes")
    data = {"function": str(function.pk), "academy": str(academy.pk)}
    return Call({"user_id": world.people["agent"].public_id}, data=data)


@calls("operator:end_post")
def _post(world: World, actor: str) -> Call:
    person, academy = world.people["agent"], Academy.objects.get(slug="rennes")
    held = affiliated(person, academy)
    word = f"{academy.code}.enseignant..{held.since.isoformat()}"
    return Call({"user_id": person.public_id}, data={"post": word})


@calls("operator:accounts")
def _address(world: World, actor: str) -> Call:
    return Call(data={"email": world.people["agent"].email})


@calls("operator:new_account")
def _new(world: World, actor: str) -> Call:
    names = {"first_name": "Nour", "last_name": "Haddad", "language": "fr"}
    return Call(data={**names, "email": "nour@example.org"})


@calls("providers:choose")
def _provider(world: World, actor: str) -> Call:
    return Call(data={"type": "poll", "service": "polls"})


@calls("operator:offices")
def _office(world: World, actor: str) -> Call:
    return Call(data={"email": world.people["agent"].email, "office": "support"})


@calls("operator:withdraw_office")
def _mandate(world: World, actor: str) -> Call:
    return Call(data={"mandate": world.people["support"].mandates.get().public_id})


@calls("demo:people")
def _demo(world: World, actor: str) -> Call:
    fill_people()
    person = User.objects.filter(is_demo=True).order_by("pk").first()
    assert person
    return Call(data={"person": person.public_id})
