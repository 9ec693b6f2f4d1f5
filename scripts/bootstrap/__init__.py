"""From a bare checkout to a working one, with the standard library only."""
