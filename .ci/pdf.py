#!/usr/bin/env python3
"""Compares readings of PDF files with what they should be, and prints every figure beside its floor.

    pdf.py news SAYSO [PAGES]       pages of ../shared/bench/extract/news, printed to PDF by headless Chromium, against
                                    the reading of their HTML: quotations that keep their speaker, words found, words
                                    too many. PAGES: the number of pages, by default 12. Needs chromium.
    pdf.py columns SAYSO FILE...    files of two columns against pdftotext's reading order: shingles of eight words in
                                    its paragraphs of running text. The order of these is printed too, but has no
                                    floor, since pdftotext's own is often wrong. Needs pdftotext.
    pdf.py speed SAYSO FILE         time and memory for a file of 2,000 pages, made of FILE. Needs qpdf or pdfunite.

What a part needs and does not find is told, and the part is skipped.
"""

import collections
import difflib
import gzip
import json
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata

NEWS = pathlib.Path("../shared/bench/extract/news/html")
FLOORS = {"kept": 0.95, "recall": 0.97, "precision": 0.90, "shingles": 0.95}
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=5000"
).split()
WORD = re.compile(r"[^\W\d_]+|\d+")
LETTERS = re.compile(r"[^\W\d_]+")


def main():
    parts = {"news": news, "columns": columns, "speed": speed}
    if len(sys.argv) < 3 or sys.argv[1] not in parts:
        sys.exit(__doc__)
    sys.exit(parts[sys.argv[1]](sys.argv[2], sys.argv[3:]))


def news(sayso, given):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        print("news: skipped, there is no chromium")
        return 0
    count = int(given[0]) if given else 12
    ids = sorted(path.name[:-8] for path in NEWS.glob("*.html.gz"))
    step = max(1, len(ids) // count)
    # One page of every so many; where a print lacks the article, since only a script shows it, the next one.
    groups = [ids[at : at + step] for at in range(5, len(ids), step)][:count]
    total = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for group in groups:
            for page in group:
                html, pdf = folder / f"{page}.html", folder / f"{page}.pdf"
                html.write_bytes(gzip.open(NEWS / f"{page}.html.gz").read())
                ours = read(sayso, html)
                if print_page(browser, html, pdf, folder) and shows(sayso, pdf, ours):
                    counts = compare(ours, read(sayso, pdf))
                    total.update(counts)
                    print(f"{page:36} {figures(counts)}", flush=True)
                    break
                print(f"{page:36} the print lacks the article", flush=True)
    print(f"{'all':36} {figures(total)}")
    return below({"kept": share(total, "kept", "quotes"), "recall": share(total, "found", "words"),
                  "precision": share(total, "found", "printed")})


def print_page(browser, html, pdf, folder):
    profile = tempfile.mkdtemp(dir=folder)
    # Nothing is fetched: a page prints alike on every machine.
    offline = ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
    try:
        subprocess.run([browser, *CHROMIUM, *offline, html.as_uri()], timeout=180, capture_output=True)
    except subprocess.TimeoutExpired:
        pass
    return pdf.exists()


def shows(sayso, pdf, ours):
    """Whether most words of the HTML reading stand anywhere in the print, clutter included."""
    theirs = read(sayso, pdf, "--keep-clutter")
    have, want = collections.Counter(words(body(theirs))), collections.Counter(words(body(ours)))
    return sum((have & want).values()) * 2 >= sum(want.values())


def read(sayso, path, *options):
    out = subprocess.run([sayso, "extract", "--format", "json", *options, path], capture_output=True, text=True).stdout
    reading = json.loads(out) if out.strip() else {}
    return reading[0] if isinstance(reading, list) else reading


def words(text):
    return [word.lower() for word in WORD.findall(unicodedata.normalize("NFKC", text))]


def body(reading):
    return "\n".join(block["text"] for block in reading.get("blocks", []))


def quotations(reading):
    """Quotations with quote marks: their words, and the speakers' names."""
    speakers = {speaker["id"]: speaker["name"] for speaker in reading.get("speakers", [])}
    for quote in reading.get("quotes", []):
        if quote["kind"] != "indirect":
            yield words(quote["text"]), sorted(speakers.get(one, "") for one in quote["speakers"])


def compare(html, pdf):
    counts = collections.Counter()
    ours, theirs = collections.Counter(words(body(html))), collections.Counter(words(body(pdf)))
    counts.update(words=sum(ours.values()), printed=sum(theirs.values()), found=sum((ours & theirs).values()))
    printed = [(" ".join(said), names) for said, names in quotations(pdf)]
    for said, names in quotations(html):
        same = lambda other: other == " ".join(said) or difflib.SequenceMatcher(None, other, " ".join(said)).ratio() > 0.9
        counts.update(quotes=1, kept=any(names == other_names and same(other) for other, other_names in printed))
    return counts


def share(counts, part, whole):
    return counts[part] / counts[whole] if counts[whole] else 1.0


def figures(counts):
    return (f"quotations {counts['kept']:4}/{counts['quotes']:<4} recall {share(counts, 'found', 'words'):.4f} "
            f"precision {share(counts, 'found', 'printed'):.4f}")


def below(found):
    failed = 0
    for name, value in found.items():
        failed |= value < FLOORS[name]
        print(f"{name:10} {value:.4f}  floor {FLOORS[name]:.2f}{'  BELOW' if value < FLOORS[name] else ''}")
    return failed


def columns(sayso, files):
    if not shutil.which("pdftotext"):
        print("columns: skipped, there is no pdftotext (poppler-utils)")
        return 0
    worst = {"shingles": 1.0}
    for path in files:
        text = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, text=True).stdout
        ours = letters(body(read(sayso, path)))
        have = collections.Counter(shingles(ours))
        places = {shingle: at for at, shingle in enumerate(shingles(ours))}
        all_shingles = found = 0
        order = []
        for paragraph in prose(text):
            here = shingles(paragraph)
            hits = [shingle for shingle in here if have[shingle]]
            all_shingles, found = all_shingles + len(here), found + len(hits)
            if hits:
                order.append(places[hits[0]])
        shares = {"shingles": found / max(1, all_shingles), "order": rising(order) / max(1, len(order))}
        print(f"{pathlib.Path(path).name:36} {all_shingles} shingles, found {shares['shingles']:.4f}; "
              f"{len(order)} paragraphs, in order {shares['order']:.4f}")
        worst = {name: min(worst[name], shares[name]) for name in worst}
    return below(worst)


def prose(text):
    """pdftotext's paragraphs of running text: tables, figures and displayed formulas have no order to compare."""
    for paragraph in re.split(r"\n\s*\n|\f", text):
        joined = re.sub(r"([^\W\d_])-\s*\n\s*([^\W\d_])", r"\1\2", paragraph)
        found, rest = letters(joined), joined.split()
        lines = [line for line in paragraph.splitlines() if line.strip()]
        long = sum(len(line.split()) >= 5 for line in lines)
        if len(found) >= 20 and len(found) >= 0.7 * len(rest) and long * 10 >= 7 * len(lines):
            yield found


def letters(text):
    text = unicodedata.normalize("NFKC", text).replace("-", "")
    return [word.lower() for word in LETTERS.findall(text)]


def shingles(found, size=8):
    return [tuple(found[at : at + size]) for at in range(len(found) - size + 1)]


def rising(numbers):
    """Length of the longest rising subsequence."""
    import bisect

    ends = []
    for number in numbers:
        at = bisect.bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)


def speed(sayso, files):
    tool = shutil.which("qpdf") or shutil.which("pdfunite")
    if not tool or not files:
        print("speed: skipped, there is no qpdf or pdfunite, or no file")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        long = pathlib.Path(folder) / "long.pdf"
        pages = int(subprocess.run(["pdfinfo", files[0]], capture_output=True, text=True).stdout.split("Pages:")[1].split()[0])
        copies = [files[0]] * -(-2000 // pages)
        if tool.endswith("qpdf"):
            subprocess.run([tool, "--empty", "--pages", *copies, "--", long], check=True)
        else:
            subprocess.run([tool, *copies, long], check=True)
        started = time.monotonic()
        subprocess.run([sayso, "extract", "--format", "json", long], stdout=subprocess.DEVNULL, check=True)
        seconds = time.monotonic() - started
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        count = pages * len(copies)
        print(f"{count} pages, {long.stat().st_size >> 20} MiB: {seconds:.1f} s, {seconds / count * 100:.2f} s per "
              f"hundred pages (floor 10), {memory} MiB")
        return int(seconds / count * 100 > 10)


if __name__ == "__main__":
    main()
