"""Paths of files; both `/` and `\\` separate folders."""

from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import BOOL, TEXT
from weft_nodes._formula.values import Value, combine, literal_sql

_BASE = r"regexp_extract({path}, '[^\\/]*$')"


def _exists(call: Call) -> Value:
    path = call["path"]
    sql = f"coalesce(formula_file_exists({literal_sql(call.scope.folder)}, {path.sql}), FALSE)"
    return combine(sql, BOOL, path, nullable=False)


FUNCTIONS = (
    Function(
        "FileAddPaths(path:text, more:text)",
        TEXT,
        r"(CASE WHEN {path} = '' THEN {more} WHEN {more} = '' THEN {path} ELSE "
        r"regexp_replace({path}, '[\\/]+$', '') || "
        r"(CASE WHEN contains({path}, '\') AND NOT contains({path}, '/') THEN '\' ELSE '/' END) || "
        r"regexp_replace({more}, '^[\\/]+', '') END)",
        "Two parts of a path with exactly one separator between them: the one that the first part uses.",
        'FileAddPaths("data/pictures/", "a.jpg")',
        "data/pictures/a.jpg",
    ),
    Function(
        "FileExists(path:text)",
        BOOL,
        _exists,
        "Whether a file or folder exists; a relative path counts from the workflow's folder.",
        'FileExists("no such file.txt")',
        False,
        volatile=True,
    ),
    Function(
        "FileGetDir(path:text)",
        TEXT,
        r"(CASE WHEN regexp_full_match({path}, '([A-Za-z]:)?[\\/][^\\/]*') "
        r"THEN regexp_extract({path}, '^([A-Za-z]:)?[\\/]') "
        r"ELSE regexp_extract({path}, '^(.*?)[\\/]+[^\\/]*$', 1) END)",
        "The folder of a path, without a separator at its end.",
        r'FileGetDir("C:\pictures\bart\1.jpg")',
        r"C:\pictures\bart",
    ),
    Function(
        "FileGetExt(path:text)",
        TEXT,
        rf"regexp_extract({_BASE}, '.(\.[^.]*)$', 1)",
        "The extension of a file with its dot.",
        'FileGetExt("pictures/1.tar.gz")',
        ".gz",
    ),
    Function(
        "FileGetFileName(path:text)",
        TEXT,
        rf"regexp_replace({_BASE}, '(.)\.[^.]*$', '\1')",
        "The name of a file without folder and extension.",
        'FileGetFileName("pictures/bart_simpson/1.jpg")',
        "1",
    ),
)
