"""The global search: people, groups, services, needs and 200,000 things at once."""
