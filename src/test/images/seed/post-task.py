"""Takes the square that task.R printed and refuses anything that is not the square of a value of pre-task.py."""

import math
import sys

square = int(sys.argv[1])
value = math.isqrt(square)
if value * value != square or value % 7 != 3:
    sys.exit(f"{square} is not the square of a value that pre-task.py printed")
print(f"registered {value} whose square is {square}")
