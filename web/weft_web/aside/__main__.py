"""`python -m weft_web.aside [plugins]`: answers requests, a line of JSON each, until its input ends."""

import json
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from weft.errors import WeftError
from weft_web.aside.expressions import compute
from weft_web.aside.judge import Judge

Answer = Callable[[Mapping[str, Any]], Any]


def main() -> None:
    """Answer until there is nothing more to read: the service has ended then, however it ended."""
    # Threads that wait by spinning keep cores from a run at work; torch reads this when imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    warnings.simplefilter("ignore")
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    plugins = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None
    judge = Judge(plugins)
    known: dict[str, Answer] = {"judge": judge.judge, "warm": judge.warm, "compute": compute}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        answers.write(json.dumps(_answer(known[request["do"]], request)).encode() + b"\n")
        answers.flush()


def _answer(answer: Answer, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"result": answer(request)}
    except WeftError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "the memory is used up; close other programs, or work on less at a time"}
    except Exception as error:  # any tool's own code
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
