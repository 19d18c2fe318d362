"""Instance x seed x limits: every run by the command a person would type, in a fresh process."""
