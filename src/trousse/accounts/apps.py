"""Django application of the accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "trousse.accounts"
    label = "accounts"
    verbose_name = "Accounts"
