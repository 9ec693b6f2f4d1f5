"""What the directory costs with a school's, then with the whole ministry's people."""
