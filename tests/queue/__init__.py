"""A whole day of the queue, and what its log must show."""
