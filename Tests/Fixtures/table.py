# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the tests: files of CSV beside this one."""

import csv
from pathlib import Path


def write(name, header, rows):
    """Writes the table of a name, as in "functions.csv", anew."""
    with open(Path(__file__).with_name(name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
