"""Whom a service is for, and how they sign in."""

from typing import Annotated

from pydantic import Field

from trousse_kit.manifest.block import Block
from trousse_kit.patterns import Address, HelpAddress, LanguageCode, Line, Name, Path
from trousse_kit.vocabulary import Account, Guests, Provisioning, SignInMethod, YesNo
from trousse_kit.words import ShortWords


class Audience(Block):
    """Whom it is for. Without a list it is for everybody.

    With `academies` and `functions`, people must be in one of each list that is given; the members
    of `groups` come on top.
    """

    academies: Annotated[
        tuple[Line, ...], Field(max_length=40, examples=[["Lyon", "Grenoble"]])
    ] = ()
    """Only people of these académies, by their code or name."""
    functions: Annotated[
        tuple[Name, ...], Field(max_length=100, examples=[["teacher", "cpe"]])
    ] = ()
    """Only people with one of these functions, by their code in the directory."""
    groups: Annotated[tuple[Line, ...], Field(max_length=100, examples=[["grp_8f3k"]])] = ()
    """Members of these groups too, by their identifier in the directory."""
    guests: Annotated[Guests, Field(examples=["invited"])] = "no"
    """Whether people who do not belong to the ministry can use it."""
    account: Annotated[Account, Field(examples=["agent"])] = "own"
    """Which account it takes."""
    phone: Annotated[YesNo, Field(examples=["yes"])] = "no"
    """Whether all of it works on a phone."""
    languages: Annotated[
        tuple[LanguageCode, ...], Field(max_length=100, examples=[["fr", "en"]])
    ] = ("fr",)
    """The languages of its pages."""
    limits: Annotated[ShortWords | None, Field(examples=[{"fr": "300 personnes à la fois"}])] = None
    """What people should know of its limits."""

    @property
    def everyone(self) -> bool:
        """Whether no list narrows it."""
        return not (self.academies or self.functions or self.groups)


class SignIn(Block):
    """How people enter, and how they leave."""

    method: Annotated[SignInMethod, Field(examples=["oidc"])] = "none"
    """How people sign in."""
    issuer: Annotated[Address | None, Field(examples=["https://sso.example.fr"])] = None
    """The identity provider that it asks."""
    claims: Annotated[
        tuple[Name, ...], Field(max_length=30, examples=[["given_name", "email"]])
    ] = ()
    """What it asks of people's identity, and nothing more."""
    redirect_uris: Annotated[
        tuple[Address, ...],
        Field(max_length=10, examples=[["https://sondages.example.fr/oidc/callback"]]),
    ] = ()
    """Where people come back to after signing in, to the letter (as in RFC 7591)."""
    provisioning: Annotated[Provisioning, Field(examples=["at_sign_in"])] = "none"
    """How its accounts are made and closed."""
    back_channel_logout_url: Annotated[
        Address | None, Field(examples=["https://sondages.example.fr/oidc/logout"])
    ] = None
    """What the portal calls when somebody signs out (OpenID Connect Back-Channel Logout 1.0)."""
    after_logout_url: Annotated[
        HelpAddress | None, Field(examples=["https://sondages.example.fr/au-revoir"])
    ] = None
    """Where people arrive after they signed out."""
    session_cookies: Annotated[tuple[Line, ...], Field(max_length=20, examples=[["session"]])] = ()
    """Names of the cookies of its session."""
    logout_paths: Annotated[tuple[Path, ...], Field(max_length=20, examples=[["/logout"]])] = ()
    """The paths by which people sign out of it."""
    public_paths: Annotated[tuple[Path, ...], Field(max_length=50, examples=[["/p/"]])] = ()
    """The paths that need no sign-in."""
