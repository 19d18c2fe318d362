"""Public instances by others: planned by our planner, judged by their own measure."""
