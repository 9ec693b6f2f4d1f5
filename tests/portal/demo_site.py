"""The addresses of a demo instance, for tests: the settings of a test run are those of another."""

from django.urls import include, path

from trousse.config.urls import handler400, handler403, handler404, handler429, handler500
from trousse.config.urls import urlpatterns as usual_patterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [*usual_patterns, path("demo/", include("trousse.portal.demo_urls"))]
