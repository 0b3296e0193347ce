"""The printed texts (文书): what a notice tells, how it is laid out, and the ways onto paper."""
