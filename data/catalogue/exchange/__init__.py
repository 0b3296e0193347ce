"""Records in the shape of the national exchange, in and out."""
