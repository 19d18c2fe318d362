"""Being there: who is expected where, and what the marks say of it."""
