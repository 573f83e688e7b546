#!/usr/bin/env python3
"""Fuzzes for hours: every target of tests/fuzz in turn, each run with another seed, until the processor time is spent.

    cargo test --profile quick --no-run --test fuzz      # prints the program
    python3 .ci/fuzz.py PROGRAM [--hours 4] [--seed 1] [--slice 60] [--log FOLDER]

Processor time by target is kept in FOLDER/hours.json and goes on counting from there. What fails stands, with its seed
and output, in FOLDER/found-TARGET-SEED.txt; PROPTEST_RNG_SEED=SEED with the same number of cases finds it again. A run
has a bound on its memory and on its processor time, so that what hangs is found as well.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys

MEMORY = 3 << 30
# What does not fit 32 bits is no number of cases.
MOST = 1 << 30
# Tests over lists of files.
FIXED = {
    "corpus_is_analysed_and_laid_out",
    "suites::commonmark_examples_are_analysed",
    "suites::html5lib_tokens_are_analysed",
    "suites::kuhn_utf8_sequences_are_handled",
    "suites::naughty_strings_as_speech_are_analysed",
    "suites::web_platform_trees_are_analysed",
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program", type=pathlib.Path)
    arguments.add_argument("--hours", type=float, default=4.0, help="processor time in all")
    arguments.add_argument("--seed", type=int, default=1, help="of the first run; each next one takes the next")
    arguments.add_argument("--slice", type=float, default=60.0, help="seconds that one run of a target should take")
    arguments.add_argument("--log", type=pathlib.Path, default=pathlib.Path("target/fuzz"))
    given = arguments.parse_args()
    given.log.mkdir(parents=True, exist_ok=True)
    program = given.program.resolve()
    targets = random_targets(program)
    spent = Spent(given.log / "hours.json")
    cases = dict.fromkeys(targets, 200)
    seed = given.seed
    while spent.all() < given.hours * 3600:
        # The target that had least comes next.
        target = min(targets, key=spent.of)
        seconds, status, output = run(program, target, cases[target], seed, given.slice)
        passed = status == 0 and "1 passed" in output
        spent.add(target, seconds, cases[target] if passed else 0)
        if not passed:
            (given.log / f"found-{target}-{seed}.txt").write_text(f"cases {cases[target]}, status {status}\n{output}")
        share = min(4.0, given.slice / max(seconds, 0.1))
        cases[target] = min(MOST, max(20, int(cases[target] * share)))
        seed += 1
    print(spent.table())


def random_targets(program):
    """The tests that make their cases by chance: all but those of a fixed list."""
    listed = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout
    names = [line.removesuffix(": test") for line in listed.splitlines() if line.endswith(": test")]
    return [name for name in names if name not in FIXED]


def run(program, target, cases, seed, budget):
    """Seconds of processor time, exit status and output of one run."""

    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(budget * 15) + 60,) * 2)

    environment = os.environ | {"PROPTEST_CASES": str(cases), "PROPTEST_RNG_SEED": str(seed)}
    command = [program, "--exact", target, "--test-threads", "1"]
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", preexec_fn=bound
    )
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime, status, output[-200_000:]


class Spent:
    """Processor seconds, cases and runs by target, kept in a file."""

    def __init__(self, path):
        self.path = path
        self.targets = json.loads(path.read_text()) if path.exists() else {}

    def of(self, target):
        return self.targets.get(target, {}).get("seconds", 0.0)

    def all(self):
        return sum(target["seconds"] for target in self.targets.values())

    def add(self, target, seconds, cases):
        entry = self.targets.setdefault(target, {"seconds": 0.0, "cases": 0, "runs": 0})
        entry["seconds"] += seconds
        entry["cases"] += cases
        entry["runs"] += 1
        self.path.write_text(json.dumps(self.targets, indent=1))

    def table(self):
        lines = [f"{e['seconds'] / 3600:7.2f} h {e['cases']:10} cases  {name}" for name, e in self.targets.items()]
        return "\n".join([*lines, f"{self.all() / 3600:7.2f} h in all"])


if __name__ == "__main__":
    sys.exit(main())
