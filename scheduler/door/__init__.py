"""The Python door: one file for each thing a school does; `import scheduler` gives them all."""
