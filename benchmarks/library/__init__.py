"""What public pages of the library cost with the whole catalogue: processor time per request."""
