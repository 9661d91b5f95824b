"""The promise: 2 GB of records with 20 KB blobs are sorted within 512 MB of memory.

A process of its own sorts a memory-mapped file and writes the result, as the engine does. What counts
is its anonymous memory (RssAnon of Linux): pages of mapped files can be dropped at any time.
"""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

RECORDS = 100_000
BLOB_BYTES = 20_000
LIMIT_MB = 512

SORT = textwrap.dedent(
    """
    import json, sys, threading, time
    from pathlib import Path

    import pyarrow as pa

    from weft.sdk import Inputs, TableInput
    from weft.sdk.testing import run_context
    from weft_nodes.preparation.sort import Sort


    def anonymous():
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


    peak, done = [0.0], threading.Event()

    def watch():
        while not done.wait(0.005):
            peak[0] = max(peak[0], anonymous())

    threading.Thread(target=watch, daemon=True).start()
    source, target = sys.argv[1:]
    table = pa.ipc.open_file(pa.memory_map(source)).read_all()
    node = Sort(Sort.Config.model_validate({"keys": [{"column": "key", "direction": "descending"}]}))
    start = time.perf_counter()
    with run_context() as ctx, pa.OSFile(target, "wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            for _, batch in node.run(Inputs({"in": [TableInput(table)]}), ctx):
                writer.write_batch(batch)
    seconds = time.perf_counter() - start
    done.set()
    print(json.dumps({"peak_mb": peak[0], "seconds": seconds}))
    """
)


@pytest.mark.bench
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="RssAnon is told by Linux alone")
def test_two_gigabytes_of_blobs_are_sorted_within_half_a_gigabyte_of_memory(tmp_path: Path) -> None:
    source, target = tmp_path / "in.arrow", tmp_path / "out.arrow"
    keys = np.random.default_rng(1).permutation(RECORDS)
    _write(source, keys)
    told = subprocess.run(
        [sys.executable, "-c", SORT, str(source), str(target)],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    figures = json.loads(told.stdout)
    print(f"peak {figures['peak_mb']:.0f} MB, {figures['seconds']:.1f} s")
    result = pa.ipc.open_file(pa.memory_map(str(target)))
    at = RECORDS - 1
    for number in range(result.num_record_batches):
        batch = result.get_batch(number)
        expected = np.arange(at, at - batch.num_rows, -1)
        assert np.array_equal(batch.column("key").to_numpy(), expected)
        assert [batch.column("blob")[i].as_py() for i in (0, -1)] == [_blob(expected[0]), _blob(expected[-1])]
        at -= batch.num_rows
    assert at == -1
    assert figures["peak_mb"] < LIMIT_MB


def _blob(key: int) -> bytes:
    return int(key).to_bytes(8, "little") * (BLOB_BYTES // 8)


def _write(path: Path, keys: npt.NDArray[np.int64]) -> None:
    schema = pa.schema({"key": pa.int64(), "blob": pa.large_binary()})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for start in range(0, RECORDS, 1000):
            part = keys[start : start + 1000]
            blobs = pa.array([_blob(key) for key in part], pa.large_binary())
            writer.write_batch(pa.record_batch([pa.array(part), blobs], schema=schema))
