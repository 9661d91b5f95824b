"""What a report tells programs: how each validation picture was judged, as JSON inside the page."""

import json
import math

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.evaluation.metrics import Evaluation
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.samples import Samples

BLOCK_ID = "weft-evaluation"
"""The id of the element, by which the block is found; its type keeps browsers from running it."""

FORMAT = 1
_DIGITS = 6
"""Of a score: more says nothing, and the page stays small."""


def evaluation_block(evaluation: Evaluation, samples: Samples, verdict: Verdict) -> Html:
    """The block. Its lists have one entry a judged picture, in the order of the V input:

    `rows` is the number of the record in the V input from 0, so those of skipped records are missing;
    `truth` and `predicted` are positions in `classes`; `score` is the probability of the predicted
    class, null where the network gave no number.
    """
    told = {
        "format": FORMAT,
        "classes": evaluation.classes,
        "rows": samples.rows.tolist(),
        "truth": samples.codes(evaluation.classes).tolist(),
        "predicted": verdict.predicted.tolist(),
        "score": [_rounded(score) for score in verdict.score.tolist()],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # A class may be named `</script>` or `<!--`, which would end the element or swallow what follows.
    return element("script", Html(text.replace("<", "\\u003c")), type="application/json", id=BLOCK_ID)


def _rounded(score: float) -> float | None:
    return round(score, _DIGITS) if math.isfinite(score) else None
