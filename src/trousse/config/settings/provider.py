"""How strict the library of the sign-in for services is: everything that it leaves to choose."""

from typing import Any


def sign_in_for_services(site_url: str, *, secure: bool) -> dict[str, Any]:
    """Return the settings of the library, for the issuer ``site_url``."""
    return {
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": site_url,
        "OAUTH2_VALIDATOR_CLASS": "trousse.identity.validator.Validator",
        "SCOPES": {"openid": "sign-in", "profile": "name", "email": "address"},
        "DEFAULT_SCOPES": ["openid"],
        "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
        "ACCESS_TOKEN_EXPIRE_SECONDS": 5 * 60,
        "ID_TOKEN_EXPIRE_SECONDS": 5 * 60,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["https"] if secure else ["http", "https"],
        "PKCE_REQUIRED": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
        "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
        "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
        "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
        "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
        "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    }
