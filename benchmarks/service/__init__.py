"""The service under load: what must hold, measured by its own API."""
