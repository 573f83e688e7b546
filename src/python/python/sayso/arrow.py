"""Arrow tables of readings, with fixed, flat columns.

``SCHEMAS`` holds them, ``DICTIONARY`` a sentence on each column. ``python -m sayso.arrow`` prints the dictionary as
Markdown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa

from sayso.reading import Reading

_TIME = pa.timestamp("us", tz="UTC")

#: Name, type and meaning of each column, by table.
_COLUMNS: dict[str, list[tuple[str, pa.DataType, str]]] = {
    "articles": [
        ("reading_id", pa.string(), "Key of the page: 32 hexadecimal digits of its address and the date of its fetch."),
        ("url", pa.string(), "Address that the page was fetched from."),
        ("canonical_url", pa.string(), "Address that the page calls its own."),
        ("fetched", _TIME, "Time of the fetch; null for pages that do not come from an archive."),
        ("site", pa.string(), "Name of the publication."),
        ("language", pa.string(), "Language, as a code of two letters."),
        ("title", pa.string(), "Title of the article."),
        ("standfirst", pa.string(), "Summary under the title."),
        ("authors", pa.string(), "Names in the byline, separated by semicolons."),
        ("published", pa.string(), "Date of publication, ISO 8601, as exact as the page gives it."),
        ("words", pa.int32(), "Number of words in the body."),
        ("minutes", pa.int32(), "Reading time."),
        ("text", pa.string(), "Text of the article: its blocks joined by blank lines."),
        ("quotes", pa.int32(), "Number of quotations."),
        ("speakers", pa.int32(), "Number of speakers."),
        ("problems", pa.string(), "What went wrong, separated by semicolons; null if nothing did."),
        ("media_type", pa.string(), "Media type of the page."),
        ("charset", pa.string(), "Character encoding of the page."),
        ("warc_file", pa.string(), "Archive that the page comes from."),
        ("warc_offset", pa.int64(), "Offset of its record's gzip member in the archive."),
        ("warc_record_id", pa.string(), "Identifier of its record."),
        ("warc_truncated", pa.string(), "Reason why only a part of the page was stored; null for whole pages."),
    ],
    "quotes": [
        ("reading_id", pa.string(), "Key of the page."),
        ("quote_id", pa.int32(), "Number of the quotation on the page, from 0."),
        ("kind", pa.string(), "direct (all in quote marks), mixed (partly) or indirect."),
        ("text", pa.string(), "The words, without quote marks; pieces are joined by ' … '."),
        ("start", pa.int32(), "First code point in the article's text."),
        ("end", pa.int32(), "Code point behind the last one."),
        ("speaker_id", pa.int32(), "Number of the first speaker on the page; null if the text names none."),
        ("speaker_name", pa.string(), "Full name of the first speaker."),
        ("speaker_kind", pa.string(), "person, organisation, outlet, group or unnamed."),
        ("speaker_role", pa.string(), "Role of the first speaker, such as 'foreign minister'."),
        ("speaker_count", pa.int32(), "Number of speakers of these words."),
        ("mention", pa.string(), "Words that name the speaker at this place."),
        ("cue", pa.string(), "Words that report: 'said', 'according to'."),
        ("via", pa.string(), "Through whom the words came: 'RFA' in 'told RFA'."),
        ("grade", pa.string(), "sure (nineteen in twenty are right), likely or uncertain."),
        ("confidence", pa.float64(), "Probability that words and speaker are right."),
        ("method", pa.string(), "Rule or model that decided."),
    ],
    "speakers": [
        ("reading_id", pa.string(), "Key of the page."),
        ("speaker_id", pa.int32(), "Number of the speaker on the page, from 0."),
        ("name", pa.string(), "Full name, as the text gives it."),
        ("kind", pa.string(), "person, organisation, outlet, group or unnamed."),
        ("role", pa.string(), "Role, such as 'foreign minister'."),
        ("quotes", pa.int32(), "Number of quotations."),
        ("confidence", pa.float64(), "Highest confidence of these quotations."),
    ],
    "related": [
        ("reading_id", pa.string(), "Key of the page."),
        ("position", pa.int32(), "Place on the page, from 0."),
        ("title", pa.string(), "Title of the story."),
        ("url", pa.string(), "Address of the story."),
        ("kicker", pa.string(), "Label over the title."),
        ("summary", pa.string(), "Lines below the title."),
        ("author", pa.string(), "Who wrote it."),
        ("published", pa.string(), "Date, as the page gives it."),
    ],
    "clutter": [
        ("reading_id", pa.string(), "Key of the page."),
        ("position", pa.int32(), "Place among the hidden blocks, from 0."),
        ("after", pa.int32(), "Number of the article's block before it; -1 before the first."),
        ("reason", pa.string(), "Reason why it is hidden: navigation, newsletter, related, comments …"),
        ("confidence", pa.float64(), "Probability that it is clutter."),
        ("text", pa.string(), "Text of the block."),
    ],
}

SCHEMAS: dict[str, pa.Schema] = {
    table: pa.schema([pa.field(name, kind) for name, kind, _ in columns]) for table, columns in _COLUMNS.items()
}

DICTIONARY: dict[str, dict[str, str]] = {
    table: {name: meaning for name, _, meaning in columns} for table, columns in _COLUMNS.items()
}


def reading_id(url: str, date: str | None) -> str:
    """Return the key of a page.

    >>> reading_id("https://a.example/", "2019-03-01T12:00:00Z")
    '1780e97c8f1efcf7fafe8620af76020a'
    """
    return hashlib.blake2b(f"{url}\n{date or ''}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def _fetched(date: str | None) -> int | None:
    """Return microseconds since 1970."""
    from datetime import datetime, timezone

    try:
        time = datetime.fromisoformat((date or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    if time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    since = time - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _slice(text: str, span: dict[str, int] | None) -> str | None:
    return text[span["start"] : span["end"]] if span else None


def _key(of: dict[str, Any]) -> str:
    source = of["source"]
    return reading_id(source["location"], (source.get("warc") or {}).get("date"))


def _articles(of: dict[str, Any]) -> list[tuple[Any, ...]]:
    source, warc = of["source"], of["source"].get("warc") or {}
    return [(
        _key(of), source["location"], of["url"], _fetched(warc.get("date")), of["site"], of["language"], of["title"],
        of["standfirst"], "; ".join(of["authors"]), of["published"], of["words"], of["minutes"], of["text"],
        len(of["quotes"]), len(of["speakers"]), "; ".join(of["problems"]) or None, source["media_type"],
        source["charset"], warc.get("file"), warc.get("offset"), warc.get("record_id"), warc.get("truncated"),
    )]  # fmt: skip


def _quotes(of: dict[str, Any]) -> list[tuple[Any, ...]]:
    key, speakers, text = _key(of), of["speakers"], of["text"]
    said = []
    for quote in of["quotes"]:
        first = speakers[quote["speakers"][0]] if quote["speakers"] else {}
        spans = quote["spans"]
        said.append((
            key, quote["id"], quote["kind"], quote["text"], spans[0]["start"], spans[-1]["end"], first.get("id"),
            first.get("name"), first.get("kind"), first.get("role"), len(quote["speakers"]),
            _slice(text, quote["mention"]), _slice(text, quote["cue"]), quote["via"], quote["grade"],
            quote["confidence"], quote["by"],
        ))  # fmt: skip
    return said


def _speakers(of: dict[str, Any]) -> list[tuple[Any, ...]]:
    key = _key(of)
    best: dict[int, float] = {}
    for quote in of["quotes"]:
        for speaker in quote["speakers"]:
            best[speaker] = max(best.get(speaker, 0.0), quote["confidence"])
    return [
        (key, s["id"], s["name"], s["kind"], s["role"], len(s["quotes"]), best.get(s["id"])) for s in of["speakers"]
    ]


def _related(of: dict[str, Any]) -> list[tuple[Any, ...]]:
    key = _key(of)
    return [
        (key, at, s["title"], s["url"], s["kicker"], s["summary"], s["author"], s["published"])
        for at, s in enumerate(of["related"])
    ]


def _clutter(of: dict[str, Any]) -> list[tuple[Any, ...]]:
    key = _key(of)
    return [(key, at, c["after"], c["reason"], c["confidence"], c["text"]) for at, c in enumerate(of["clutter"])]


_ROWS: dict[str, Callable[[dict[str, Any]], list[tuple[Any, ...]]]] = {
    "articles": _articles,
    "quotes": _quotes,
    "speakers": _speakers,
    "related": _related,
    "clutter": _clutter,
}


def rows(reading: Reading, table: str) -> list[tuple[Any, ...]]:
    """Return the rows of one reading in a table, each in the order of its columns."""
    return _ROWS[table](reading._get())


def batch(table: str, values: list[tuple[Any, ...]]) -> pa.RecordBatch:
    """Return rows of a table as one batch."""
    schema = SCHEMAS[table]
    columns = zip(*values) if values else ([] for _ in schema)
    return pa.record_batch([pa.array(column, field.type) for column, field in zip(columns, schema)], schema=schema)


def build(readings: Iterable[Reading]) -> dict[str, pa.Table]:
    """Return all tables of readings."""
    batches: dict[str, list[pa.RecordBatch]] = {table: [] for table in SCHEMAS}
    pending: dict[str, list[tuple[Any, ...]]] = {table: [] for table in SCHEMAS}

    def flush(least: int) -> None:
        for table, values in pending.items():
            if len(values) > least:
                batches[table].append(batch(table, values))
                pending[table] = []

    for reading in readings:
        for table, values in pending.items():
            values += rows(reading, table)
        flush(10_000)
    flush(0)
    return {table: pa.Table.from_batches(batches[table], schema) for table, schema in SCHEMAS.items()}


def dictionary() -> str:
    """Return the data dictionary as Markdown."""
    lines = ["# Tables of sayso", "", "`sayso.tables(readings)` returns these; `reading_id` joins them."]
    for table, columns in _COLUMNS.items():
        lines += ["", f"## {table}", "", "| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in columns]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(dictionary(), end="")
