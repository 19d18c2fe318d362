"""Side by side with what others would use: one instance, the same seconds, one checker."""
