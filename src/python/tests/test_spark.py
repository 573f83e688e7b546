"""Archives under Spark, in a process of their own, and by the recipes for Dask and Ray."""

import gzip
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

import pytest

import sayso
from conftest import NEWS, page, record

pytest.importorskip("pyarrow")
from sayso import arrow, shard  # noqa: E402


@pytest.fixture
def deadly(tmp_path: pathlib.Path) -> str:
    """An archive in which the third of six pages needs more memory than its process may use."""
    huge = b"<html><title>huge</title><body>" + b"<p><b>a</b> <i>b</i> <a href=/c>c</a></p>" * 400_000 + b"</body></html>"
    names = ["one", "two", "huge", "three", "four", "five"]
    path = tmp_path / "deadly.warc.gz"
    path.write_bytes(b"".join(record(name, huge if name == "huge" else page(name)) for name in names))
    return str(path)


#: Enough for all pages but the huge one, in MiB.
MEMORY = 200


def test_page_that_ends_its_process_costs_its_own_row(deadly: str) -> None:
    part = shard.read_shard(deadly, memory=MEMORY)
    readings = list(part)
    assert [reading.title for reading in readings] == ["one", "two", None, "three", "four", "five"]
    lost = readings[2]
    assert lost.problems[0].startswith("not read: it ended its process ")
    assert lost.source["location"] == "https://news.example/huge"
    assert lost.source["warc"]["record_id"] == "urn:uuid:huge"
    assert part.lost == 1
    assert arrow.build([lost])["articles"].to_pylist()[0]["problems"] == lost.problems[0]


def test_page_that_takes_too_long_costs_its_own_row(deadly: str) -> None:
    part = shard.read_shard(deadly, memory=8000, timeout=0.4)
    readings = list(part)
    assert [reading.title for reading in readings if not reading.problems] == ["one", "two", "three", "four", "five"]
    assert readings[2].problems == ["not read: it took more than 0.4 seconds"]


def test_process_gives_the_same_as_a_plain_run(archive: str) -> None:
    plain = sayso.read_warc(archive)
    part = shard.read_shard(archive)
    assert list(part) == list(plain)
    assert (part.skipped, part.damaged) == (plain.skipped, plain.damaged)
    half = os.path.getsize(archive) // 2
    assert list(shard.read_shard(archive, 0, half)) + list(shard.read_shard(archive, half)) == list(sayso.read_warc(archive))


def test_process_that_is_killed_costs_one_row(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []

    def started(*arguments: object, **options: object) -> "subprocess.Popen[bytes]":
        children.append(Popen(*arguments, **options))
        return children[-1]

    Popen = subprocess.Popen
    monkeypatch.setattr(shard.subprocess, "Popen", started)
    part = shard.read_shard(archive)
    readings = [next(part), next(part)]
    # As a system short of memory does it. What the process had written before still counts.
    children[0].send_signal(signal.SIGKILL)
    children[0].wait()
    readings += part
    whole = list(sayso.read_warc(archive))
    assert [reading.source["location"] for reading in readings] == [reading.source["location"] for reading in whole]
    lost = [reading for reading in readings if reading.problems]
    assert len(lost) == part.lost <= 1
    assert all(reading.problems == ["not read: it ended its process by SIGKILL"] for reading in lost)
    assert len(part.damaged) == 1


def test_archive_that_cannot_be_read_is_an_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(OSError, match="ended with status 1"):
        list(shard.read_shard(str(tmp_path / "none")))


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_gives_the_rows_of_a_plain_run(spark, archive: str, deadly: str) -> None:
    from sayso.spark import read_warcs

    expected = sayso.tables(sayso.read_warc(archive))
    split = os.path.getsize(archive) // 4 + 3
    for table in ["quotes", "articles", "speakers", "related", "clutter"]:
        frame = read_warcs(spark, [archive], table=table, split=split)
        names = arrow.SCHEMAS[table].names
        assert frame.columns == names
        found = sorted((row.asDict() for row in frame.collect()), key=repr)
        plain = expected[table].to_pylist()
        for row in [*found, *plain]:
            if row.get("fetched") is not None:
                # Spark gives local time without a zone.
                row["fetched"] = row["fetched"].astimezone().timestamp() if row["fetched"].tzinfo else row["fetched"].timestamp()
        assert found == sorted(plain, key=repr), table
    lost = read_warcs(spark, [archive, deadly], table="articles", memory=MEMORY).filter("problems like 'not read%'")
    assert [row.url for row in lost.collect()] == ["https://news.example/huge"]
    assert read_warcs(spark, []).count() == 0


def test_parts_are_one_task_each(spark, archive: str) -> None:
    from sayso.spark import read_warcs

    parts = 7
    frame = read_warcs(spark, [archive] * parts, table="articles")
    assert frame.rdd.getNumPartitions() == parts
    assert frame.rdd.mapPartitions(lambda rows: [sum(1 for _ in rows)]).collect() == [29] * parts


def seconds(action: "Callable[[], int]") -> "tuple[float, int]":
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def crawl(pages: "Iterable[bytes]", path: pathlib.Path) -> str:
    with path.open("wb") as file:
        for number, html in enumerate(pages):
            file.write(record(str(number), html))
    return str(path)


def test_spark_takes_at_most_a_quarter_more_than_a_plain_run(spark, tmp_path: pathlib.Path) -> None:
    import pyarrow.parquet as parquet

    from sayso.spark import read_warcs

    copies = int(os.environ.get("SAYSO_TEST_SPEED") or 0)
    if not copies or not NEWS.is_dir():
        pytest.skip("SAYSO_TEST_SPEED asks for it, on two cores that do nothing else")
    pages = [gzip.decompress(file.read_bytes()) for file in sorted(NEWS.glob("*.gz"))]
    paths = [crawl(pages * copies, tmp_path / f"{name}.warc.gz") for name in "ab"]

    def plain() -> int:
        rows = 0
        for at, path in enumerate(paths):
            table = sayso.tables(sayso.read_warc(path, workers=2))["quotes"]
            parquet.write_table(table, tmp_path / f"{at}.parquet", compression="none")
            rows += table.num_rows
        return rows

    def under_spark(paths: "list[str]") -> int:
        out = str(tmp_path / "out")
        read_warcs(spark, paths).write.mode("overwrite").option("compression", "none").parquet(out)
        return spark.read.parquet(out).count()

    # What Java, Spark and its workers do once: start, load libraries, compile.
    under_spark([crawl(pages, tmp_path / f"warm{name}.warc.gz") for name in "ab"])
    # By turns, as another program may slow one of them down.
    turns = [(seconds(plain), seconds(lambda: under_spark(paths))) for _ in range(3)]
    assert len({rows for turn in turns for _, rows in turn}) == 1
    best_plain, best_spark = (min(turn[at][0] for turn in turns) for at in (0, 1))
    print(f"{2 * copies * len(pages)} pages: plain {best_plain:.1f} s, under Spark {best_spark:.1f} s")
    assert best_spark <= 1.25 * best_plain


def test_fetched_archive_is_removed_behind_its_task(spark, archive: str, tmp_path: pathlib.Path) -> None:
    from sayso.spark import read_warcs

    folder = str(tmp_path)

    def fetch(path: str) -> str:
        import shutil

        assert path == "store://crawl"
        return shutil.copy(archive, os.path.join(folder, "fetched.warc.gz"))

    assert read_warcs(spark, ["store://crawl"], table="articles", fetch=fetch).count() == 29
    assert not os.path.exists(os.path.join(folder, "fetched.warc.gz"))


def test_recipe_for_dask_gives_the_same(archive: str) -> None:
    bag = pytest.importorskip("dask.bag")
    paths = [archive]
    quotes = bag.from_sequence(paths).map(lambda path: sayso.tables(sayso.read_warc(path, workers=1))["quotes"])
    assert quotes.compute(scheduler="processes")[0].equals(sayso.tables(sayso.read_warc(archive))["quotes"])


def test_recipe_for_ray_gives_the_same(archive: str) -> None:
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        quotes = ray.remote(lambda path: sayso.tables(sayso.read_warc(path, workers=1))["quotes"])
        found = ray.get([quotes.remote(path) for path in [archive]])
        assert found[0].equals(sayso.tables(sayso.read_warc(archive))["quotes"])
    finally:
        ray.shutdown()
