#!/usr/bin/env python3
"""Run the scorers of ../shared over a sayso binary, print every figure beside its floor, fail below a floor.

    benchmarks.py SAYSO [SET ...]      sets: seed zyte plain wcxb segments related quotes check compare

Floors stand in thresholds.json beside this file; raise them when a figure has risen for good.
"""
import glob, json, os, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("SAYSO_SHARED") or os.path.join(HERE, "..", "..", "shared")
THRESHOLDS = json.load(open(os.path.join(HERE, "thresholds.json"), encoding="utf8"))


def shared(*parts):
    return os.path.join(SHARED, *parts)


def extract(sayso, out, files, *options):
    """Reads all files into `out`; a crash or a source that fails is an error."""
    started = time.time()
    with open(out, "wb") as lines:
        done = subprocess.run([sayso, "extract", "-q", "--no-rules", *options, "--sources", "-"], input="\n".join(sorted(files)).encode(), stdout=lines, stderr=subprocess.PIPE)
    told = done.stderr.decode(errors="replace").strip()
    if told:
        print("   ", "\n    ".join(told.splitlines()[:10]))
    return {"failed": len(told.splitlines()) if done.returncode else 0, "crashed": done.returncode not in (0, 1), "seconds": round(time.time() - started, 1)}


def scored(script, *arguments):
    """The JSON that a scorer prints last."""
    told = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True)
    if told.returncode:
        return {"scorer": told.stderr.strip().splitlines()[-1:]}
    return json.loads(told.stdout[told.stdout.index("{"):])


def pages(sayso, folder, name, glob_, scorer, truth, *options):
    lines = os.path.join(folder, name + ".jsonl")
    run = extract(sayso, lines, glob.glob(glob_), *options)
    return {**run, **scored(scorer, truth, lines)}


def seed(sayso, folder):
    reading = os.path.join(folder, "seed.json")
    with open(reading, "wb") as out:
        done = subprocess.run([sayso, "extract", "--no-rules", "--format", "json", shared("seed", "article.txt")], stdout=out)
    told = subprocess.run([sys.executable, shared("seed", "score.py"), reading], capture_output=True, text=True)
    print("   ", "\n    ".join(told.stdout.strip().splitlines()[-12:]))
    return {"crashed": done.returncode != 0, "right": int(told.returncode == 0)}


def zyte(sayso, folder):
    return pages(sayso, folder, "zyte", shared("bench/extract/zyte/html/*.html.gz"), shared("bench/extract/score.py"), shared("bench/extract/zyte"))


def plain(sayso, folder):
    texts = os.path.join(folder, "plain")
    subprocess.run([sys.executable, shared("bench/extract/dump.py"), shared("bench/extract/zyte"), texts], check=True, stdout=subprocess.DEVNULL)
    return pages(sayso, folder, "plain", texts + "/*.txt", shared("bench/extract/score.py"), shared("bench/extract/zyte"))


def wcxb(sayso, folder):
    return pages(sayso, folder, "wcxb", shared("bench/extract/wcxb/html/*.html.gz"), shared("bench/extract/score.py"), shared("bench/extract/wcxb"))


def segments(sayso, folder):
    return pages(sayso, folder, "segments", shared("bench/extract/segments/html/*.html.gz"), shared("bench/extract/score_segments.py"), shared("bench/extract/segments"))


def related(sayso, folder):
    return pages(sayso, folder, "related", shared("bench/related/html/*.html.gz"), shared("bench/related/score.py"), shared("bench/related"))


def quotes(sayso, folder):
    dev = shared("bench/quotes/polnear/dev")
    got = pages(sayso, folder, "quotes", dev + "/text/*.txt", shared("bench/quotes/score.py"), dev, "--keep-clutter")
    for kind in ("marked", "all"):
        for name, row in got.pop(kind, {}).items():
            if isinstance(row, dict):
                got[f"{kind} {name}"] = row["f1"]
    return got


def check(sayso, folder):
    """Verdicts of `sayso check` on mutated gold quotations; needs a program with the feature `dev`."""
    done = subprocess.run([sayso, "dev", "bench-check", shared("bench/speakers"), shared("bench/extract/news/html"), shared("bench/quotes/polnear/dev")], capture_output=True, text=True)
    lines = done.stdout.strip().splitlines()
    return {"crashed": done.returncode != 0, **(json.loads(lines[-1]) if done.returncode == 0 and lines else {})}


def compare(sayso, folder):
    """Alignments of `sayso compare` against those made by hand."""
    return scored(os.path.join(HERE, "compare.py"), sayso, os.path.join(HERE, "..", "tests", "annotations", "compare", "groups.txt"), shared("bench/extract"))


def main():
    sayso = os.path.abspath(sys.argv[1])
    sets = {f.__name__: f for f in (seed, zyte, plain, wcxb, segments, related, quotes, check, compare)}
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[2:] or sets:
            print(f"{name}:")
            got = sets[name](sayso, folder)
            thresholds = THRESHOLDS.get(name, {})
            for key, value in got.items():
                floor = thresholds.get(key)
                below = floor is not None and (not isinstance(value, (int, float)) or value < floor)
                wrong = below or (key in ("crashed", "failed", "missing") and value) or key == "scorer"
                print(f"    {key:20} {value}{f'   (floor {floor})' if floor is not None else ''}{'   BELOW' if wrong else ''}")
                if wrong:
                    bad.append(f"{name} {key}: {value}")
            bad += [f"{name} {key}: no figure" for key in thresholds if key not in got]
            sys.stdout.flush()
    print("\nfigures: " + ("all above their thresholds" if not bad else "; ".join(bad)))
    sys.exit(bool(bad))


main()
