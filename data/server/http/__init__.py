"""What every request passes through: bounds, who one is, problems told."""
