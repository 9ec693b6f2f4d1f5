"""Django application of the accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "trousse.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from trousse.accounts import adopting, journal, wiring  # noqa: F401, PLC0415  # registrations

        journal.connect()
        adopting.connect()
