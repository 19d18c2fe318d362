"""What takes the runs that schools ask for, solves each in a process of its own, and keeps the best.

Only this process, and the children it starts, load the solver.
"""
