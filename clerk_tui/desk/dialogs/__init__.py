"""What an act of the desk asks or shows over the right side."""
