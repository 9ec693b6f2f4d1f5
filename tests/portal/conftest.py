"""Things and services for the tests of home and search: those of the kit and of the library."""

from tests.kit.conftest import leaflet, shelf
from tests.library.conftest import services

__all__ = ["leaflet", "services", "shelf"]
