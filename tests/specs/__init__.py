"""What holds for every command and every query, and for what is neither."""
