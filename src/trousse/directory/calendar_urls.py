"""Address of the school calendar."""

from django.urls import path

from trousse.directory.calendar_views import own_calendar

app_name = "school_calendar"
urlpatterns = [path("", own_calendar, name="own")]
