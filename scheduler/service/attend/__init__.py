"""Being there, as the service knows it: marks are taken, standings are told."""
