"""Local search over whole timetables: compiled moves on one array of integers, the slab."""
