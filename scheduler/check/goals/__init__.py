"""What is wanted of a timetable: one module for each goal, in points."""
