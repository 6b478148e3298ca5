"""Prints a JSON list of N whole numbers: 3, 10, 17, ... (N from the command line)."""

import json
import sys

count = int(sys.argv[1])
print(json.dumps([7 * index + 3 for index in range(count)]))
