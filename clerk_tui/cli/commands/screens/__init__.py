"""The screens, each drawn before anything heavy is loaded."""
