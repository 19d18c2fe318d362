"""Being there: who is expected, what was seen, and what comes of it over a term."""
