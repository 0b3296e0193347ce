"""What every screen shares: the program on a hall, its acts, its words, its forms."""
