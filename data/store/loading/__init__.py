"""What is read before anything is decided or answered."""
