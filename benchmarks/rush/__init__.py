"""Two hundred voters on one poll: is anything refused or lost, and how long do they wait."""
