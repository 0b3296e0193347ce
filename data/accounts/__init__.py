"""Who may sign in to a hall: accounts, tokens, windows taken and left, PINs of desks on this machine."""
