"""Things of the index for the tests of home and search: those of the tests of the kit."""

from tests.kit.conftest import leaflet, shelf

__all__ = ["leaflet", "shelf"]
