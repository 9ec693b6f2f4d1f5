"""How soon the followers of a poll know of a vote, and what telling them costs."""
