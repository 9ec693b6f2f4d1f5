"""The closed lists of a manifest, each value with its meaning: an unknown value is refused."""

from typing import Literal

State = Literal["incubation", "pilot", "available", "maintenance", "retired"]
STATES: dict[State, str] = {
    "incubation": "being built or evaluated, shown to those who try it",
    "pilot": "in real use by a limited public",
    "available": "in service for everybody it is meant for",
    "maintenance": "still there, no longer growing",
    "retired": "closed, or closing on the day of `sunset_on`; say which service comes after",
}

Antifeature = Literal[
    "abandoned_upstream",
    "advertising",
    "closed_source",
    "data_outside_eu",
    "lock_in",
    "paid_features",
    "tracking",
]
ANTIFEATURES: dict[Antifeature, str] = {
    "abandoned_upstream": "nobody maintains the software any more",
    "advertising": "shows advertisements",
    "closed_source": "the source code of what runs is not published",
    "data_outside_eu": "data may leave the European Union",
    "lock_in": "people's data cannot be taken out in an open format",
    "paid_features": "a part of what it does must be paid for by people or schools",
    "tracking": "follows what people do for other ends than the service",
}

Guests = Literal["yes", "no", "invited"]
GUESTS: dict[Guests, str] = {
    "yes": "anybody can use it without belonging to the ministry",
    "no": "only agents",
    "invited": "others come when an agent invites them",
}

Account = Literal["none", "optional", "agent", "own"]
ACCOUNTS: dict[Account, str] = {
    "none": "no account at all",
    "optional": "works without an account, does more with one",
    "agent": "the account of the ministry or of the State (single sign-on)",
    "own": "an account of the service itself, with its own password",
}

YesNo = Literal["yes", "no"]
YES_NO: dict[YesNo, str] = {"yes": "yes", "no": "no"}

SignInMethod = Literal["none", "portal", "oidc", "saml", "local"]
SIGN_IN_METHODS: dict[SignInMethod, str] = {
    "none": "no sign-in",
    "portal": "the service is a part of the portal and shares its session",
    "oidc": "OpenID Connect",
    "saml": "SAML 2.0",
    "local": "accounts kept by the service",
}

Provisioning = Literal["none", "at_sign_in", "scim"]
PROVISIONING: dict[Provisioning, str] = {
    "none": "accounts are made by hand, or there are none",
    "at_sign_in": "an account is made at the first sign-in",
    "scim": "accounts are made and closed by SCIM 2.0",
}

Means = Literal["built_in", "hook", "script", "gateway", "link"]
MEANS: dict[Means, str] = {
    "built_in": "a part of the portal: addresses may be paths such as `/sondages/`",
    "hook": "the software's own hook: a plugin, a header file",
    "script": "one script tag in the service's pages",
    "gateway": "a gateway in front of the service adds the bar",
    "link": "nothing is added to the service, which is only linked",
}

Depth = Literal["listed", "signed_in", "in_the_bar", "connected", "woven"]
DEPTHS: dict[Depth, str] = {
    "listed": "described and linked (D0)",
    "signed_in": "no second sign-in, and signing out ends its session too (D1)",
    "in_the_bar": "the common bar is in its pages (D2)",
    "connected": "can be created in, picked from, searched and heard from (D3)",
    "woven": "its things and events take part in guided journeys (D4)",
}

BarMode = Literal["push", "overlay", "float", "none"]
BAR_MODES: dict[BarMode, str] = {
    "push": "the bar takes a line at the top and pushes the page down",
    "overlay": "the bar lies over the top of the page",
    "float": "a small button over the page",
    "none": "no bar",
}

CspStrategy = Literal["none", "nonce", "host"]
CSP_STRATEGIES: dict[CspStrategy, str] = {
    "none": "the service sends no content security policy",
    "nonce": "the loader takes the nonce of the service's own policy",
    "host": "the portal's origin is named in the service's policy",
}

Verb = Literal[
    "create",
    "open",
    "update",
    "set_people",
    "append",
    "read_summary",
    "cancel",
    "archive",
    "pick",
    "search",
    "recent",
    "embed",
    "export",
]
VERBS: dict[Verb, str] = {
    "create": "makes a thing",
    "open": "gives the address where a person opens a thing",
    "update": "changes a thing",
    "set_people": "says who may do what on a thing",
    "append": "adds to a thing without touching what is there",
    "read_summary": "says in a few words what a thing holds",
    "cancel": "calls a thing off, and tells its people",
    "archive": "puts a thing away without deleting it",
    "pick": "lets a person choose one of their things",
    "search": "finds things by what they hold",
    "recent": "lists somebody's last things",
    "embed": "shows a thing inside another page",
    "export": "gives a thing in an open format",
}

Claim = Literal[
    "accessibility_rate",
    "accessibility_statement",
    "availability_rate",
    "data_export",
    "dpia",
    "ecodesign_statement",
    "hosting_qualification",
    "penetration_test",
    "processing_register",
    "security_approval",
]
CLAIMS: dict[Claim, str] = {
    "accessibility_rate": "share of the criteria of RGAA that are met, in per cent, at the audit",
    "accessibility_statement": "what the accessibility statement says: none, partial or full",
    "availability_rate": "share of the last twelve months in service, in per cent",
    "data_export": "whether people can take their own data out in an open format",
    "dpia": "whether an impact assessment (AIPD) was made",
    "ecodesign_statement": "what the eco-design statement (RGESN) says: none, partial or full",
    "hosting_qualification": "secnumcloud, hds, iso27001 or none",
    "penetration_test": "whether outsiders tried to break in and were read",
    "processing_register": "whether the processing is in the register (RGPD)",
    "security_approval": "whether it is approved (homologation RGS)",
}

RATE_CLAIMS: frozenset[Claim] = frozenset({"accessibility_rate", "availability_rate"})
"""Claims whose value is a number of per cent."""
CHOICE_CLAIMS: dict[Claim, tuple[str, ...]] = {
    "accessibility_statement": ("none", "partial", "full"),
    "ecodesign_statement": ("none", "partial", "full"),
    "hosting_qualification": ("secnumcloud", "hds", "iso27001", "none"),
}
"""Claims whose value is one of a few words. All others are true or false."""
YEARS_VALID: dict[Claim, int] = {
    "availability_rate": 1,
    "hosting_qualification": 3,
    "penetration_test": 1,
}
"""After how many years a claim without `expires_on` is too old; three unless said here."""
