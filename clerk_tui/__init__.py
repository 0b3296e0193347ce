"""The program: the command line and the screens, on top of the hall."""
