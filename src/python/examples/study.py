"""A study in one script: who is quoted most by each outlet, and how an utterance travels between outlets.

    python study.py OUT SOURCE... [--pages N]

A source is a page (``.html``, ``.html.gz``), a web archive (``.warc``, ``.warc.gz``), or a folder of pages. ``--pages``
stops at that many pages with a quotation. OUT receives ``quoted.csv``, ``speakers.csv`` and ``travels.csv`` with plots
of the first and the last. Needs ``sayso[tables]`` and matplotlib.

Only quotations graded sure or likely count. Two quotations are the same utterance if the shorter shares most of its
runs of four words with the longer; quotations of fewer than six words are too short to tell.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sayso
from sayso import arrow

Row = dict[str, Any]

#: Words in a run that two versions of an utterance must share.
RUN = 4
#: Fewest words of an utterance.
LEAST_WORDS = 6
#: Share of the shorter version's runs that the longer one must have.
SAME = 0.6
#: Outlets and utterances in a plot.
SHOWN = 12


def readings(sources: Iterable[Path]) -> Iterator[sayso.Reading]:
    """Read pages, folders of pages and archives, in order."""
    for source in sources:
        if source.name.endswith((".warc", ".warc.gz")):
            yield from sayso.read_warc(source)
            continue
        files = sorted(source.glob("*.html*")) if source.is_dir() else [source]
        # sayso unpacks gzip. The address of the file tells pages apart that do not name their own.
        yield from sayso.read_many((file.read_bytes(), file.resolve().as_uri(), "text/html") for file in files)


def quoting(found: Iterable[sayso.Reading], most: int | None) -> Iterator[sayso.Reading]:
    """Return the first pages with a quotation, each story of an outlet once."""
    seen: set[tuple[str | None, str | None]] = set()
    for reading in found:
        if most is not None and len(seen) >= most:
            return
        story = (reading.url, reading.title)
        if story not in seen and any(quote["grade"] != "uncertain" for quote in reading.quotes):
            seen.add(story)
            yield reading


def outlet(article: Row) -> str:
    """Return the host of a page's own address, without "www."; its site's name if the page tells no address."""
    for address in (article["canonical_url"], article["url"]):
        if host := urlsplit(address or "").hostname:
            return host.removeprefix("www.")
    return article["site"] or "unknown"


def quotations(tables: dict[str, Any]) -> list[Row]:
    """Return the quotations that count, each with outlet and date of its article."""
    articles = {article["reading_id"]: article for article in tables["articles"].to_pylist()}
    rows = []
    for quote in tables["quotes"].to_pylist():
        if quote["grade"] == "uncertain":
            continue
        article = articles[quote["reading_id"]]
        rows.append({**quote, "outlet": outlet(article), "published": article["published"], "title": article["title"]})
    return rows


def is_named(quote: Row) -> bool:
    """Tell whether the text names a speaker."""
    return quote["speaker_name"] is not None and quote["speaker_kind"] != "unnamed"


def most_quoted(rows: list[Row]) -> list[Row]:
    """Return the named speakers of each outlet with their share of its quotations, most quoted first."""
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    totals = Counter(row["outlet"] for row in rows)
    for row in filter(is_named, rows):
        counts[row["outlet"]][row["speaker_name"], row["speaker_kind"]] += 1
    return [
        {"outlet": name, "speaker": speaker, "kind": kind, "quotes": count, "share": round(count / totals[name], 3)}
        for name, _ in totals.most_common()
        for (speaker, kind), count in counts[name].most_common()
    ]


def by_speaker(rows: list[Row]) -> list[Row]:
    """Return the named speakers with the number of outlets that quote them, most first."""
    outlets: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for row in filter(is_named, rows):
        outlets[row["speaker_name"]].add(row["outlet"])
        counts[row["speaker_name"]] += 1
    names = sorted(counts, key=lambda name: (-len(outlets[name]), -counts[name], name))
    return [{"speaker": name, "outlets": len(outlets[name]), "quotes": counts[name]} for name in names]


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words of a text."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)} if len(words) >= LEAST_WORDS else set()


def utterances(rows: list[Row]) -> list[list[Row]]:
    """Return the groups of quotations that report the same words."""
    own = [runs(row["text"]) if row["kind"] != "indirect" else set() for row in rows]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    leader = list(range(len(rows)))

    def find(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for at, mine in enumerate(own):
        shared = Counter(before for run in mine for before in places[run])
        for before, count in shared.items():
            if count >= SAME * min(len(mine), len(own[before])):
                leader[find(at)] = find(before)
        for run in mine:
            places[run].append(at)
    groups: dict[int, list[Row]] = defaultdict(list)
    for at, row in enumerate(rows):
        groups[find(at)].append(row)
    return list(groups.values())


def moment(published: str | None) -> datetime | None:
    """Return the time that a page gives for its publication; the beginning of the day if it gives no more than that."""
    try:
        # Python 3.10 knows no "Z".
        found = datetime.fromisoformat((published or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def days_between(first: Row, later: Row) -> float | None:
    """Return the days between two articles: with a fraction if both give the time of day, else whole days."""
    begin, end = moment(first["published"]), moment(later["published"])
    if not begin or not end:
        return None
    if all("T" in row["published"] for row in (first, later)):
        return round((end - begin).total_seconds() / 86_400, 2)
    return (end.date() - begin.date()).days


def travels(rows: list[Row]) -> list[Row]:
    """Return each step of the utterances that more than one outlet has, the most travelled first, by date."""
    groups = [group for group in utterances(rows) if len({row["outlet"] for row in group}) > 1]
    groups.sort(key=lambda group: -len({row["outlet"] for row in group}))
    steps = []
    last = datetime.max.replace(tzinfo=timezone.utc)
    for number, group in enumerate(groups):
        group.sort(key=lambda row: (moment(row["published"]) or last, row["outlet"]))
        for row in group:
            steps.append({
                "utterance": number,
                "outlet": row["outlet"],
                "published": row["published"],
                "days": days_between(group[0], row),
                "speaker": row["speaker_name"],
                "text": row["text"],
                "title": row["title"],
            })  # fmt: skip
    return steps


def write(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Write rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)


def short(text: str, most: int) -> str:
    """Cut a label to a number of characters, and take dollar signs, which would begin a formula, as they are."""
    return (text if len(text) <= most else text[: most - 1] + "…").replace("$", r"\$")


def plot_quoted(path: Path, quoted: list[Row]) -> None:
    """Draw the three most quoted speakers of the outlets with the most quotations."""
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(row["outlet"] for row in quoted))[:SHOWN]
    figure, axes = plt.subplots(4, 3, figsize=(14, 10), layout="constrained")
    for axis in axes.flat[len(names) :]:
        axis.set_visible(False)
    for axis, name in zip(axes.flat, names):
        top = [row for row in quoted if row["outlet"] == name][:3][::-1]
        axis.barh(range(len(top)), [row["quotes"] for row in top])
        axis.set_yticks(range(len(top)), [short(row["speaker"], 28) for row in top])
        axis.set_title(name)
        axis.set_xlim(left=0)
        axis.xaxis.get_major_locator().set_params(integer=True)
    figure.suptitle("Most quoted speakers by outlet (number of quotations)")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def plot_travels(path: Path, steps: list[Row]) -> None:
    """Draw the days on which outlets printed an utterance, one line for each utterance."""
    import matplotlib.pyplot as plt

    numbers = list(dict.fromkeys(step["utterance"] for step in steps))[:SHOWN]
    figure, axis = plt.subplots(figsize=(14, 2 + 0.8 * max(len(numbers), 1)), layout="constrained")
    labels = []
    for line, number in enumerate(numbers):
        own = [step for step in steps if step["utterance"] == number]
        labels.append(short(f"{own[0]['speaker'] or 'unattributed'}: {own[0]['text']}", 60))
        # Without a date there is no place on the line.
        days: dict[float, list[str]] = defaultdict(list)
        for step in own:
            if step["days"] is not None and step["outlet"] not in days[step["days"]]:
                days[step["days"]].append(step["outlet"])
        axis.plot(list(days), [line] * len(days), "o-")
        for place, (at, outlets) in enumerate(days.items()):
            label = short(", ".join(outlets), 70)
            # By turns above and below, as outlets follow each other closely.
            offset = (4, -14 if place % 2 else 6)
            axis.annotate(label, (at, line), xytext=offset, textcoords="offset points", fontsize=8)
    axis.set_yticks(range(len(numbers)), labels, fontsize=8)
    axis.set_ylim(-0.5, max(len(numbers), 1) - 0.2)
    axis.set_xlim(-0.25, max([1.0, *(step["days"] for step in steps if step["days"] is not None)]) * 1.15)
    axis.set_xlabel("days since the first publication found")
    axis.set_title("The same words in several outlets")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main(arguments: list[str] | None = None) -> None:
    """Run the study."""
    import matplotlib

    matplotlib.use("Agg")
    parser = argparse.ArgumentParser(description="Who is quoted most by outlet, and how utterances travel.")
    parser.add_argument("out", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--pages", type=int, help="most pages with a quotation")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)

    tables = arrow.build(quoting(readings(options.sources), options.pages))
    rows = quotations(tables)
    quoted, speakers, steps = most_quoted(rows), by_speaker(rows), travels(rows)
    write(options.out / "quoted.csv", ["outlet", "speaker", "kind", "quotes", "share"], quoted)
    write(options.out / "speakers.csv", ["speaker", "outlets", "quotes"], speakers)
    columns = ["utterance", "outlet", "published", "days", "speaker", "text", "title"]
    write(options.out / "travels.csv", columns, steps)
    plot_quoted(options.out / "quoted.png", quoted)
    plot_travels(options.out / "travels.png", steps)
    outlets = len({row["outlet"] for row in rows})
    travelled = len({step["utterance"] for step in steps})
    print(f"{tables['articles'].num_rows} pages of {outlets} outlets: {len(rows)} quotations, ", end="")
    print(f"{sum(map(is_named, rows))} with a named speaker; {travelled} utterances in more than one outlet")


if __name__ == "__main__":
    main()
