"""A week of anything as rows: shared by the command line, the API and the pages."""
