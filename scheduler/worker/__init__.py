"""What takes the runs that schools ask for, and solves each in a process of its own.

Only this process, and the children it starts, load the solver.
"""
