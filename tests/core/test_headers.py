import pytest
from django.test import Client

PAGES = ["/", "/comptes/login/", "/nowhere/", "/healthz"]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_closes_what_we_never_use(client: Client, db: None, page: str) -> None:
    answer = client.get(page)
    policy = answer["Permissions-Policy"]
    assert "camera=()" in policy
    assert "publickey-credentials-get=(self)" in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
