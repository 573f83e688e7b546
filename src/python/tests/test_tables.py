"""Tables: schemas, dictionary, and other programs that read them and agree."""

import pathlib

import pytest

import sayso

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as parquet  # noqa: E402

from sayso import arrow as module  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


@pytest.fixture
def found(archive: str) -> "dict[str, pa.Table]":
    return sayso.tables(sayso.read_warc(archive))


def test_schemas_are_as_recorded(found: "dict[str, pa.Table]") -> None:
    assert {table: data.schema for table, data in found.items()} == module.SCHEMAS
    text = "\n".join(f"[{table}]\n{schema.to_string()}\n" for table, schema in module.SCHEMAS.items())
    assert text == (HERE / "schemas.txt").read_text(), "a column changed: record it, and tell in the changelog"


def test_dictionary_is_whole_and_in_the_repository() -> None:
    for table, schema in module.SCHEMAS.items():
        assert list(module.DICTIONARY[table]) == schema.names
    assert (HERE.parent / "TABLES.md").read_text() == module.dictionary()


def test_rows_are_those_of_the_readings(archive: str, found: "dict[str, pa.Table]") -> None:
    readings = list(sayso.read_warc(archive))
    assert found["articles"].num_rows == len(readings) == 29
    assert found["quotes"].num_rows == sum(len(reading.quotes) for reading in readings)
    assert found["speakers"].num_rows == sum(len(reading.speakers) for reading in readings)
    first = found["articles"].slice(0, 1).to_pylist()[0]
    assert first["url"] == "https://news.example/page0"
    assert first["reading_id"] == module.reading_id(first["url"], "2019-03-01T12:00:00Z")
    assert first["fetched"].isoformat() == "2019-03-01T12:00:00+00:00"
    assert len(set(found["articles"].column("reading_id").to_pylist())) == 29
    quote = next(row for row in found["quotes"].to_pylist() if row["speaker_name"] == "Ada Lisle" and row["kind"] == "direct")
    assert first["text"][quote["start"] : quote["end"]].startswith("We will repair it")
    assert (quote["speaker_name"], quote["cue"]) == ("Ada Lisle", "said")
    assert sayso.tables([])["quotes"].schema == module.SCHEMAS["quotes"]
    broken = sayso.tables([sayso.read(b"%PDF-1.7")])["articles"].to_pylist()[0]
    assert broken["problems"].startswith("a PDF, not text")


QUERY = """select speaker_name, count(*) as quotes, count(distinct reading_id) as articles, round(avg(confidence), 4) as mean
    from quotes where speaker_name is not null group by speaker_name order by speaker_name"""


def test_duckdb_polars_and_pandas_agree(found: "dict[str, pa.Table]", tmp_path: pathlib.Path) -> None:
    duckdb, polars, pandas = map(pytest.importorskip, ["duckdb", "polars", "pandas"])
    quotes = found["quotes"]
    rows = [row for row in quotes.to_pylist() if row["speaker_name"]]
    expected = []
    for name in sorted({row["speaker_name"] for row in rows}):
        own = [row for row in rows if row["speaker_name"] == name]
        mean = sum(row["confidence"] for row in own) / len(own)
        expected.append((name, len(own), len({row["reading_id"] for row in own}), round(mean, 4)))
    assert len(expected) == 2
    assert duckdb.sql(QUERY).fetchall() == expected
    file = tmp_path / "quotes.parquet"
    parquet.write_table(quotes, file)
    assert duckdb.sql(QUERY.replace("from quotes", f"from '{file}'")).fetchall() == expected
    assert parquet.read_table(file).equals(quotes)
    frame = polars.from_arrow(quotes)
    assert frame.sql(QUERY.replace("from quotes", "from self")).rows() == expected
    data = quotes.to_pandas().dropna(subset=["speaker_name"])
    groups = data.groupby("speaker_name").agg(
        quotes=("quote_id", "size"), articles=("reading_id", "nunique"), mean=("confidence", "mean")
    )
    assert [(name, *row) for name, row in zip(groups.index, groups.round(4).values.tolist())] == [
        (name, float(count), float(articles), mean) for name, count, articles, mean in expected
    ]
    assert polars.from_arrow(found["articles"])["fetched"][0].year == found["articles"].to_pandas()["fetched"][0].year
