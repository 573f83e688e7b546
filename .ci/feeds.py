"""Compares what sayso reads of feed files with Python's feedparser: entries, titles, links, dates.

    python3 .ci/feeds.py PROGRAM FILE…      (PROGRAM built with --features dev; `pip install feedparser`)

Prints a line for each file that differs, then how many files agree on all four. No network.
"""
import calendar
import html
import json
import re
import subprocess
import sys
from urllib.parse import quote

import feedparser

BASE = "http://feed.example/feed.xml"


def plain(text):
    text = re.sub(r"<[^>]*>", "", html.unescape(html.unescape(text or "")))
    return re.sub(r"\s+", "", text)


def date(entry):
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        if entry.get(name):
            return calendar.timegm(entry[name])
    return None


def reference(name):
    found = feedparser.parse(open(name, "rb").read(), response_headers={"content-location": BASE})
    rows = []
    for entry in found.entries:
        link = entry.get("feedburner_origlink") or entry.get("link")
        if not (link or "").startswith("http"):
            # An identifier such as `tag:` is no address.
            link = next((one.get("href") for one in entry.get("enclosures", [])), None)
        rows.append((plain(entry.get("title")), quote((link or "").strip(), safe="%/:?&=#;,@+!~*'()$[]"), date(entry)))
    return found, rows


def main(program, files):
    lines = subprocess.run([program, "dev", "feed", *files], capture_output=True, text=True, check=True).stdout
    own = [json.loads(line) for line in lines.splitlines()]
    counts = dict(files=0, entries=0, titles=0, links=0, dates=0, all=0)
    for name, mine in zip(files, own):
        found, rows = reference(name)
        if not rows and not mine.get("entries"):
            continue
        counts["files"] += 1
        ours = [(plain(e["title"]), quote((e["link"] or "").strip(), safe="%/:?&=#;,@+!~*'()$[]"), e["date"]) for e in mine.get("entries", [])]
        same = {"entries": len(ours) == len(rows)}
        pairs = list(zip(ours, rows))
        same["titles"] = same["entries"] and all(a[0] == b[0] for a, b in pairs)
        same["links"] = same["entries"] and all(a[1] == b[1] for a, b in pairs)
        same["dates"] = same["entries"] and all(a[2] == b[2] for a, b in pairs)
        for key, value in same.items():
            counts[key] += value
        counts["all"] += all(same.values())
        wrong = [key for key, value in same.items() if not value]
        if wrong:
            place = {"titles": 0, "links": 1, "dates": 2}
            odd = next(((a[place[k]], b[place[k]]) for k in wrong if k in place for a, b in pairs if a[place[k]] != b[place[k]]), "")
            print(f"{name}: {len(ours)} against {len(rows)}; {', '.join(wrong)} {odd} {mine.get('error') or ''}")
    print(counts)


main(sys.argv[1], sys.argv[2:])
