"""How fast and how good Fieldweek is, measured."""
