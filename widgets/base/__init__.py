"""What every pane is made of: cells, colours, lines, lists, lights."""
