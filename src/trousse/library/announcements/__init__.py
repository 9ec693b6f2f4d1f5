"""News that editors give, and the maintenance of services."""
