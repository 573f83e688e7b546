#!/usr/bin/env python3
"""Score the alignments of `sayso compare` against those made by hand.

    compare.py SAYSO GROUPS EXTRACT [--errors]

GROUPS is tests/annotations/compare/groups.txt, whose head tells its form; EXTRACT the folder ../shared/bench/extract. Counted are pairs of
quotations in different articles: right ones, those put together wrongly, those not found; parts of one utterance that others quote whole count as neither. `right` is the share of right ones among all three, in all
and in each set.
"""
import glob, itertools, json, os, re, subprocess, sys


def norm(text):
    return re.sub(r"[^\w$]+", " ", text.translate({ord(a): "'" for a in "‘’`"}).replace("'", "").lower()).strip()


def read(path):
    all_, part = [], ""
    for line in open(path, encoding="utf8"):
        line = line.strip()
        if line.startswith("% "):
            part = line[2:]
        elif line.startswith("@"):
            all_.append({"name": line[1:], "set": part, "pages": [], "same": [], "either": []})
        elif line.startswith("= "):
            all_[-1]["same"].append([(part.strip()[0], norm(part.strip()[2:])) for part in line[2:].split("|")])
        elif line.startswith("? "):
            all_[-1]["either"].append(norm(line[2:]))
        elif line and not line.startswith("#"):
            all_[-1]["pages"].append(line[2:])
    return all_


def bridged(pair, accepted):
    """Whether accepted pairs lead from the one quotation to the other: parts of an utterance that others quote whole."""
    reached, edge = set(), {pair[0]}
    while edge:
        reached |= edge
        edge = {other for one in accepted if reached & set(one) for other in one} - reached
    return pair[1] in reached


def main():
    sayso, notes, extract = sys.argv[1:4]
    tell = "--errors" in sys.argv
    counts = {}
    for group in read(notes):
        count = counts.setdefault(group["set"], {"pairs": 0, "wrong": 0, "missed": 0})
        files = [sorted(glob.glob(os.path.join(extract, page + "*")))[0] for page in group["pages"]]
        done = subprocess.run([sayso, "compare", "-q", "--no-rules", "--format", "json", *files], capture_output=True, text=True)
        shared = json.loads(done.stdout)["shared"]
        found = set()
        for utterance in shared:
            quotes = [("ABCDEFGH"[q["article"]], norm(q["text"])) for q in utterance["quotes"]]
            for a, b in itertools.combinations(quotes, 2):
                if a[0] != b[0]:
                    found.add(tuple(sorted((a, b))))
        begins = lambda quote, note: quote[0] == note[0] and (quote[1].startswith(note[1]) or note[1] in quote[1])
        left, good = list(found), set()
        for same in group["same"]:
            for a, b in (pair for pair in itertools.combinations(same, 2) if pair[0][0] != pair[1][0]):
                hits = [pair for pair in found if begins(pair[0], a) and begins(pair[1], b) or begins(pair[0], b) and begins(pair[1], a)]
                left = [pair for pair in left if pair not in hits]
                good.update(hits)
                if hits:
                    count["pairs"] += 1
                else:
                    count["missed"] += 1
                    if tell:
                        print("missed:", group["name"], a, b)
        either = {pair for pair in left if any(words in pair[0][1] and words in pair[1][1] for words in group["either"])}
        for pair in left:
            if pair in either or bridged(pair, good | either):
                continue
            count["wrong"] += 1
            if tell:
                print("wrong:", group["name"], pair)
    share = lambda count: round(count["pairs"] / max(1, sum(count.values())), 3)
    total = {name: sum(count[name] for count in counts.values()) for name in ("pairs", "wrong", "missed")}
    sets = {name: {**count, "right": share(count)} for name, count in counts.items()}
    print(json.dumps({**total, "right": share(total), "sets": sets}))


main()
