import random
from pathlib import Path

import pyarrow as pa
from file_tables import model, models, write_whole

from weft_nodes._formats.yxdb import YxdbFormat
from weft_nodes._formats.yxdb_cells import Cells, unpack
from weft_nodes._formats.yxdb_head import read_head


def packed_blocks(path: Path) -> list[bytes]:
    """The packed blocks of a file as they stand in it."""
    head = read_head(path)
    data = path.read_bytes()[head.start : head.end]
    found = []
    while data:
        length = int.from_bytes(data[:4], "little")
        if length < 1 << 31:
            found.append(data[4 : 4 + length])
        data = data[4 + (length & 0x7FFFFFFF) :]
    return found


def test_packed_blocks_are_unpacked_as_the_other_library_does(tmp_path: Path) -> None:
    from yxdb._lzf import Lzf

    draw = random.Random(1)
    texts = ["".join(draw.choices("ab ", k=draw.randint(0, 400))) for _ in range(3000)] + ["x" * 100_000]
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"t": texts}))
    blocks = packed_blocks(tmp_path / "a.yxdb")
    assert len(blocks) > 3
    for block in blocks:
        wanted = memoryview(bytearray(1 << 18))
        length = Lzf(memoryview(block), wanted).decompress(len(block))
        assert unpack(block) == bytes(wanted[:length])


def test_a_cut_block_gives_its_beginning(tmp_path: Path) -> None:
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"t": ["some text " * 500]}))
    (block,) = packed_blocks(tmp_path / "a.yxdb")
    whole = unpack(block)
    for end in range(len(block)):
        assert whole.startswith(unpack(block[:end]))


def test_only_the_beginning_of_a_large_cell_is_unpacked(tmp_path: Path) -> None:
    cell = model("Breed", 4_000_000)
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"m": models([cell])}))
    head = read_head(tmp_path / "a.yxdb")
    found = Cells(tmp_path / "a.yxdb", head).first(head.fields[0])
    assert cell.startswith(found)
    assert 90 < len(found) < 1_000_000
