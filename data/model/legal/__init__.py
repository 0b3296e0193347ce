"""What the law says of a case, as values: articles, clocks, explanations, the time zone."""
