"""What the page of a poll and a vote cost: 10 slots, 30 voters, processor time per request."""
