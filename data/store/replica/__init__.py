"""What a window takes with it of its hall, and the copy that it goes on with."""
