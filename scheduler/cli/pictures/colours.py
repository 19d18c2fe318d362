"""Colours that can be told apart by people with every kind of colour vision.

Okabe and Ito's palette; every use also differs by place, hatch or line style.
"""

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
BLACK = "#000000"
ALL = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, BLACK)
HATCHES = ("", "//", "..", "xx", "\\\\", "++", "oo")
