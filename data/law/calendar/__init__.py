"""Working days: the published years, a hall's own days, and the calculator over them."""
