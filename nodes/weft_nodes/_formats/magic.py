"""What the first bytes of a file or of a cell say about it."""

_FILES = (
    (b"Alteryx Database File", "yxdb"),
    (b"Alteryx e2 Database file", "yxdb"),
    (b"ARROW1", "arrow"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip or Excel"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"SQLite format 3", "SQLite"),
)


def file_kind(head: bytes) -> str:
    """The kind of a file from its first bytes, empty where they tell nothing (text does not)."""
    return next((kind for magic, kind in _FILES if head.startswith(magic)), "")


def picture_kind(head: bytes) -> str:
    """The kind of a picture from its first 16 bytes: `JPEG`, `PNG`, ...; empty for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return "TIFF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WebP"
    # The two letters of BMP alone are too little: the four bytes after the size are always zero.
    if head.startswith(b"BM") and len(head) >= 14 and head[6:10] == b"\0\0\0\0":
        return "BMP"
    return ""
