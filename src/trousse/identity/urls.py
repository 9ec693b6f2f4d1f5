"""Addresses of the sign-in for services, at the root: the issuer is the address of the site."""

from django.urls import path

from trousse.identity import views

app_name = "identity"
urlpatterns = [
    path(".well-known/openid-configuration", views.discovery, name="discovery"),
    path("connexion/cles.json", views.keys, name="keys"),
    path("connexion/autoriser/", views.Authorize.as_view(), name="authorize"),
    path("connexion/reprendre/", views.resume, name="resume"),
    path("connexion/jeton/", views.Token.as_view(), name="token"),
    path("connexion/identite/", views.UserInfo.as_view(), name="userinfo"),
]
