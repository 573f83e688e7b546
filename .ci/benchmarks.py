#!/usr/bin/env python3
"""Run the scorers of ../shared over a sayso binary, print every figure beside its floor, fail below a floor.

    benchmarks.py SAYSO [SET ...]      sets: seed zyte plain wcxb segments related quotes speakers check compare

Floors stand in thresholds.json beside this file; raise them when a figure has risen for good. The figures of `speakers` stand
with their 95 % intervals (bootstrap over pages).
"""
import collections, contextlib, glob, importlib.util, io, json, os, random, shutil, subprocess, sys, tempfile, time, types

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


# Each figure of who said what is a sum of the scorer's counts, divided by another.
OF_MARKS = [("marks", kind) for kind in ("found", "extra")] + ["marks"]
SPEAKERS = {
    "full name": ([("marks", "full")] * 2, OF_MARKS),
    "named p": ([("named", "full")], ["named"]),
    "named r": ([("named", "full")], ["marks"]),
    "sure share": (["sure"], [("marks", "found")]),
    "sure right": ([("sure", "full")], ["sure"]),
    "indirect p": ([("indirect", "found")], [("indirect", "found"), ("indirect", "extra")]),
    "indirect r": ([("indirect", "found")], ["indirect"]),
    "list accepted": ([("list", "accepted")], ["list"]),
    "list twice": ([("list", "twice")], ["list"]),
    "list kind": ([("list", "kind")], [("list", "accepted"), ("list", "twice")]),
    "list must": ([("must", "full")], ["must"]),
    "roles wrong": ([("role", "wrong")], [("role", "right"), ("role", "none"), ("role", "wrong")]),
    "roles right": ([("role", "right")], [("role", "right"), ("role", "none"), ("role", "wrong")]),
}
SAMPLES = 2000


def counted(sayso, gold, pages, folder):
    """The scorer's counts of each English page."""
    path = shared("bench/speakers/score_speakers.py")
    spec = importlib.util.spec_from_file_location("score_speakers", path)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    lines = collections.defaultdict(list)
    for line in open(os.path.join(gold, "quotes.jsonl"), encoding="utf8"):
        if json.loads(line)["lang"] == "en":
            lines[json.loads(line)["id"]].append(line)
    one = os.path.join(folder, "one")
    os.makedirs(one, exist_ok=True)
    shutil.copy(os.path.join(gold, "speakers.jsonl"), one)
    all_counts = []
    for page in lines.values():
        with open(os.path.join(one, "quotes.jsonl"), "w", encoding="utf8") as out:
            out.writelines(page)
        counts = collections.Counter()
        scorer.collections = types.SimpleNamespace(Counter=lambda counts=counts: counts, defaultdict=collections.defaultdict)
        scorer.sys = types.SimpleNamespace(argv=["", one, pages, sayso], exit=sys.exit)
        with contextlib.redirect_stdout(io.StringIO()):
            scorer.main()
        all_counts.append(counts)
    return all_counts


def ratio(counts, figure):
    of, whole = SPEAKERS[figure]
    total = lambda keys: sum(page[key] for page in counts for key in keys)
    return round(total(of) / max(1, total(whole)), 3)


def interval(counts, figure):
    """The middle 95 of 100 figures of pages drawn with replacement (Efron 1979)."""
    dice = random.Random(1)
    drawn = sorted(ratio(dice.choices(counts, k=len(counts)), figure) for _ in range(SAMPLES))
    return drawn[SAMPLES // 40], drawn[-SAMPLES // 40]


def own_gold(sayso, folder):
    """The project's own notes that nothing is learned from, as the scorer reads them, with their pages."""
    notes = os.path.join(HERE, "..", "tests", "annotations", "held", "en.txt")
    pages = os.path.join(folder, "pages")
    os.makedirs(pages, exist_ok=True)
    for line in open(notes, encoding="utf8"):
        if line.startswith("@"):
            name = line[1:].strip()
            part, file = name.split("__", 1)
            for found in glob.glob(shared("bench/extract", part, "html", glob.escape(file) + ".*")):
                with contextlib.suppress(FileExistsError):
                    os.symlink(os.path.abspath(found), os.path.join(pages, name + found.rsplit(file, 1)[1]))
    out = os.path.join(folder, "held")
    os.makedirs(out, exist_ok=True)
    subprocess.run([sys.executable, shared("bench/speakers/annotate.py"), notes, pages, sayso, out, "--lang", "en"], check=True, stdout=subprocess.DEVNULL)
    return out, pages


def speakers(sayso, folder):
    got = {}
    sets = {"gold": (shared("bench/speakers"), shared("bench/extract/news/html")), "held": own_gold(sayso, folder)}
    for name, (gold, pages) in sets.items():
        counts = counted(sayso, gold, pages, folder)
        for figure in SPEAKERS:
            got[f"{name} {figure}"] = ratio(counts, figure)
            INTERVALS[f"{name} {figure}"] = interval(counts, figure)
    return got


INTERVALS = {}


def main():
    sayso = os.path.abspath(sys.argv[1])
    sets = {f.__name__: f for f in (seed, zyte, plain, wcxb, segments, related, quotes, speakers, check, compare)}
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
                print(f"    {key:20} {value}{'   ({}–{})'.format(*INTERVALS[key]) if key in INTERVALS else ''}{f'   (floor {floor})' if floor is not None else ''}{'   BELOW' if wrong else ''}")
                if wrong:
                    bad.append(f"{name} {key}: {value}")
            bad += [f"{name} {key}: no figure" for key in thresholds if key not in got]
            sys.stdout.flush()
    print("\nfigures: " + ("all above their thresholds" if not bad else "; ".join(bad)))
    sys.exit(bool(bad))


main()
