"""Post-enrolment course timetabling: track 2 of the international competition of 2007.

R. Lewis, B. Paechter, B. McCollum, "Post enrolment based course timetabling: a description
of the problem model used for track two of the second international timetabling competition".
"""
