"""The work of editors on the services of the library."""
