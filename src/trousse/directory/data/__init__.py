"""What the ministry decides and we copy: académies, functions, disciplines (CSV, one a table)."""
