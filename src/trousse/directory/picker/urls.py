"""Address of the picker's suggestions."""

from django.urls import path

from trousse.directory.picker import views

app_name = "picker"
urlpatterns = [path("", views.suggestions, name="suggest")]
