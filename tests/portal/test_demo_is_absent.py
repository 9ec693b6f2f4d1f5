"""An instance started without DEMO=1: other settings need another process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse, Resolver404
from trousse.ui.slots import fillings_of
found = {"demo": settings.DEMO, "notices": len(fillings_of("notice"))}
for page in ("/demo/", "/demo/courriels", "/demo/courriels/x"):
    try:
        resolve(page)
        found[page] = True
    except Resolver404:
        found[page] = False
try:
    reverse("demo:people")
    found["named"] = True
except NoReverseMatch:
    found["named"] = False
print(json.dumps(found))
"""


def run(tmp_path: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # our own commands
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "trousse.config.settings.base",
            "DATA_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("demo", "expected"), [("", "false"), ("0", "false"), ("1", "true")])
def test_demo_pages_exist_in_demo_mode_only(tmp_path: Path, demo: str, expected: str) -> None:
    done = run(tmp_path, "-c", LOOK, DEMO=demo)
    assert done.returncode == 0, done.stderr
    pages = '"/demo/": {0}, "/demo/courriels": {0}, "/demo/courriels/x": {0}, "named": {0}'
    assert pages.format(expected) in done.stdout
    assert f'"demo": {expected}' in done.stdout
    assert f'"notices": {int(expected == "true")}' in done.stdout


def test_demo_mode_is_refused_on_a_public_site(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check", DEMO="1", SITE_URL="https://trousse.example.fr")
    assert done.returncode != 0
    assert "DEMO: demo mode lets anybody become anybody" in done.stderr


def test_demo_people_are_refused_outside_demo_mode(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "fill_demo")
    assert done.returncode != 0
    assert "fill_demo only runs in demo mode" in done.stderr


def test_filling_a_demo_prints_who_can_sign_in(tmp_path: Path) -> None:
    assert run(tmp_path, "manage.py", "migrate", "-v0", DEMO="1").returncode == 0
    first = run(tmp_path, "manage.py", "fill_demo", DEMO="1", PORT="8765")
    again = run(tmp_path, "manage.py", "fill_demo", DEMO="1", PORT="8765")
    assert first.returncode == 0, first.stderr
    assert "lea.martin@demo.trousse.example" in first.stdout
    assert "http://localhost:8765/demo/" in first.stdout
    assert again.stdout == first.stdout


def test_several_web_processes_need_a_shared_cache(tmp_path: Path) -> None:
    refused = run(tmp_path, "manage.py", "check", WEB_CONCURRENCY="2")
    assert refused.returncode != 0
    assert "REDIS_URL: several web processes" in refused.stderr
    accepted = {"WEB_CONCURRENCY": "2", "REDIS_URL": "redis://localhost:1/0"}
    assert run(tmp_path, "manage.py", "check", **accepted).returncode == 0
    assert run(tmp_path, "manage.py", "check", WEB_CONCURRENCY="1").returncode == 0


def test_a_public_site_passes_djangos_deployment_checks(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SITE_URL="https://trousse.example.fr",
        TRUSTED_PROXIES="1",
    )
    assert done.returncode == 0, done.stderr


def test_a_public_site_has_cookies_bound_to_its_host(tmp_path: Path) -> None:
    names = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    done = run(tmp_path, "-c", names, SITE_URL="https://trousse.example.fr")
    assert done.stdout.split() == ["__Host-trousse_session", "__Host-trousse_csrf"]
