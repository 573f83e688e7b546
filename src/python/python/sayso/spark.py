"""Archives under Spark: one task for each part of an archive, rows as a DataFrame.

Each part is read in a process of its own (``sayso.shard``), so that a page that ends its process costs one row and not
the job.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from sayso import arrow, shard

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: Rows in a batch that is handed to Spark.
_ROWS = 2_000


def read_warcs(
    spark: SparkSession,
    paths: Iterable[str],
    table: str = "quotes",
    split: int = 256 << 20,
    memory: int = shard.MEMORY,
    timeout: float = shard.TIMEOUT,
    fetch: Callable[[str], str] | None = None,
) -> DataFrame:
    """Return one of the tables of ``sayso.tables`` over the pages of archives.

    A file is read by one task for each ``split`` bytes of it; ``memory`` is the bound of a task's process in MiB and
    ``timeout`` the seconds that a page may take. The paths must be readable by the executors under these names.
    Otherwise ``fetch`` makes a local file of a path, in the task; such an archive is one task, and the file is
    removed behind it.

    >>> read_warcs(spark, ["crawl.warc.gz"], table="quotes").createOrReplaceTempView("quotes")  # doctest: +SKIP
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    schema = arrow.SCHEMAS[table]
    parts = [part for path in paths for part in _parts(path, split, fetch is None)]

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column("id").to_pylist():
                path, start, end = parts[number]
                yield from _read(path, start, end, table, memory, timeout, fetch)

    # The numbers of the parts, one for each task; rows would have to be sorted and shuffled for that.
    return spark.range(0, len(parts), 1, max(1, len(parts))).mapInArrow(read, from_arrow_schema(schema))


def _parts(path: str, split: int, is_local: bool) -> list[tuple[str, int, int | None]]:
    if not is_local:
        return [(path, 0, None)]
    size = os.path.getsize(path)
    starts = range(0, max(size, 1), max(split, 1))
    return [(path, start, None if start + split >= size else start + split) for start in starts]


def _read(
    path: str,
    start: int,
    end: int | None,
    table: str,
    memory: int,
    timeout: float,
    fetch: Callable[[str], str] | None,
) -> Iterator[pa.RecordBatch]:
    local = fetch(path) if fetch else path
    try:
        rows: list[tuple[object, ...]] = []
        for reading in shard.read_shard(local, start, end, memory, timeout):
            rows += arrow.rows(reading, table)
            if len(rows) >= _ROWS:
                yield arrow.batch(table, rows)
                rows = []
        if rows:
            yield arrow.batch(table, rows)
    finally:
        if fetch and local != path:
            os.unlink(local)
