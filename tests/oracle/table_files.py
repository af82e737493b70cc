"""Writes small Arrow and Parquet files with pyarrow, for tests/unit/table/binary.test.ts, into tests/fixtures/table."""
import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

here = Path(__file__).resolve().parent.parent / "fixtures" / "table"
here.mkdir(parents=True, exist_ok=True)
at = dt.datetime(2020, 2, 29, 12, 30, 15, 250000)
epoch = dt.datetime(1970, 1, 1)
table = pa.table(
    {
        "x": pa.array([1.5, None, -3.25, 1e300], pa.float64()),
        "n": pa.array([1, 2, None, 4], pa.int64()),
        "flag": pa.array([True, False, None, True]),
        "word": pa.array(["α", None, "two words", "α"]),
        "day": pa.array([dt.date(2020, 2, 29), dt.date(1969, 12, 31), None, dt.date(2021, 1, 1)], pa.date32()),
        "at": pa.array([at, None, epoch, epoch - dt.timedelta(milliseconds=1)], pa.timestamp("ms")),
    }
)
with pa.OSFile(str(here / "plain.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
    for batch in table.to_batches(max_chunksize=3):
        writer.write_batch(batch)
with pa.OSFile(str(here / "plain.arrows"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
    writer.write_table(table)
for codec in ["snappy", "gzip", "zstd", "none"]:
    pq.write_table(table, here / f"{codec}.parquet", compression=codec, row_group_size=3)
