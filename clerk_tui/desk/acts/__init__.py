"""What each act of the desk does: the command it sends, or the form that asks for what it needs."""
