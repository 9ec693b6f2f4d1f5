"""What the library knows by itself: needs, everyday words, services by trade."""
