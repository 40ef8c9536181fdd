"""Compares the four CSV reports with the activity they were made from, using nothing of the project's own.

usage: python3 check_reports.py <folder of *.ndjson[.gz]> <folder of audit-logs.csv, recipe-runs.csv, commits.csv, usage.csv>

Every input row must be there once, by identity, with every column; usage must be the left join of runs and commits; files must be
in time order with the exact header and no short row. Prints one line a report; ends with 1 and a reason at the first difference.
"""
import collections
import csv
import glob
import gzip
import json
import os
import sys

RUN = ("runId recipeId organizationId recipeRunState repositoryOrigin repositoryPath repositoryBranch recipeRunUserEmail errorMarkers "
       "warningMarkers infoMarkers debugMarkers totalFilesResults totalFilesSearched totalFilesChanges timeSavingsInMinutes "
       "astLoadInMilliseconds recipeRunInMilliseconds dependencyResolutionInMilliseconds recipeRunCreatedAt recipeRunUpdatedAt stack "
       "priority").split()
COMMIT_IN_USAGE = "commitId type commitState commitUserEmail commitModifiedAt".split()
COMMIT = ("commitId runId organizationId repositoryOrigin repositoryPath repositoryBranch type commitState stateMessage commitUserEmail "
          "commitCreatedAt commitModifiedAt message").split()
AUDIT = [("User", "userId"), ("Target", "target"), ("Action type", "actionType"), ("Action", "action"), ("Description", "description"),
         ("Time", "timestamp"), ("Outcome", "outcome")]


def read(folder, kind):
    rows = []
    for path in sorted(glob.glob(os.path.join(folder, kind + "*.ndjson*"))):
        opened = gzip.open(path, "rt", encoding="utf-8", newline="\n") if path.endswith(".gz") else open(path, encoding="utf-8", newline="\n")
        with opened as lines:
            rows += [json.loads(line) for line in lines]
    return rows


def text(row, column):
    value = row.get(column)
    return "" if value is None else str(value)


def check(folder, name, header, expected, time_column, origin_column=None):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as file:
        records = list(csv.reader(file, strict=True))
    if origin_column:  # Set by the service: one client has sent all of it.
        header = header + [origin_column]
        origins = {row[-1] for row in records[1:]}
        if len(origins) > 1 or origins & {"", "service"}:
            sys.exit(f"{name}: the origins are {origins}, not one client")
    if records[0] != header:
        sys.exit(f"{name}: the header is {records[0]}, not {header}")
    rows = records[1:]
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            sys.exit(f"{name}: record {number} has {len(row)} columns, not {len(header)}")
    at = header.index(time_column)
    for number in range(1, len(rows)):
        if rows[number - 1][at] > rows[number][at]:
            sys.exit(f"{name}: record {number + 2} is earlier than the one before it")
    if origin_column:
        rows = [row[:-1] for row in rows]
    there = collections.Counter(map(tuple, rows))
    wanted = collections.Counter(map(tuple, expected))
    for row in (wanted - there):
        sys.exit(f"{name}: missing, or not equal in every column: {row}")
    for row in (there - wanted):
        sys.exit(f"{name}: too many, or not equal in every column: {row}")
    print(f"{name}: {len(rows)} rows equal")


def main(inputs, reports):
    runs, commits, events = read(inputs, "recipe-runs"), read(inputs, "commits"), read(inputs, "audit-events")
    check(reports, "recipe-runs", RUN[:2] + ["recipeName"] + RUN[2:],
          [[text(run, column) for column in RUN[:2] + ["recipeName"] + RUN[2:]] for run in runs], "recipeRunCreatedAt")
    check(reports, "commits", COMMIT, [[text(commit, column) for column in COMMIT] for commit in commits], "commitCreatedAt")
    check(reports, "audit-logs", [header for header, _ in AUDIT], [[text(event, column) for _, column in AUDIT] for event in events], "Time", "Origin")

    by_run = collections.defaultdict(list)
    for commit in commits:
        by_run[tuple(commit[key] for key in ("runId", "repositoryOrigin", "repositoryPath", "repositoryBranch"))].append(commit)
    usage = []
    for run in runs:
        key = tuple(run[key] for key in ("runId", "repositoryOrigin", "repositoryPath", "repositoryBranch"))
        for commit in by_run.get(key) or [{}]:
            usage.append([text(run, column) for column in RUN] + [text(commit, column) for column in COMMIT_IN_USAGE] + [text(run, "recipeName")])
    check(reports, "usage", RUN + COMMIT_IN_USAGE + ["recipeName"], usage, "recipeRunCreatedAt")


main(*sys.argv[1:])
