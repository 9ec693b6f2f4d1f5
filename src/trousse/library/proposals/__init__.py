"""What people wish the library held."""
