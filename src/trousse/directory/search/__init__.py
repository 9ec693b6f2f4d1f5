"""People search: names cut into keys, keys kept up, found nearest first, typos forgiven."""
