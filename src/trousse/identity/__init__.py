"""Sign-in for services: OpenID Connect provider of the portal."""
