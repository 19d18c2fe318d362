"""What if: the release repaired after changes, by the hundred.

The web process reads grids and tables, so nothing is imported here that solves.
"""
