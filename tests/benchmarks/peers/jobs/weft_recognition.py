"""Weft's Image Recognition with its defaults, from the files to the model and its report.

Nothing is kept from an earlier run: the folder of kept features is new.
"""

import sys
from pathlib import Path

import pyarrow as pa
from benchmarks.peers.jobs.protocol import Clock, Job, Measured, read_job, write_measured

from weft.sdk import picture_array
from weft.sdk.testing import Heard, run_context, run_tool
from weft_nodes._vision.networks.zoo import find
from weft_nodes.computer_vision.image_recognition import ImageRecognition
from weft_nodes.machine_learning.predict import Predict


def table(job: Job, part: str) -> pa.Table:
    """The files of a part as Image Input reads them: encoded pictures beside their class."""
    cells = picture_array(Path(path).read_bytes() for path, _ in job.parts[part])
    return pa.table({"image": cells, "Class": [name for _, name in job.parts[part]]})


def weights_folder(job: Job) -> str:
    """The folder with the weights; random numbers where the job has none."""
    if job.weights:
        return str(Path(job.weights).parent)
    import timm
    from safetensors.torch import save_file

    name = (find(job.network).timm_name or "").partition(".")[0]
    folder = Path(job.folder) / "weights"
    folder.mkdir(parents=True)
    save_file(timm.create_model(name).state_dict(), folder / f"{name}.safetensors")
    return str(folder)


def main() -> None:
    """Train, then look at the holdout. The third argument is what to train."""
    job, train = read_job(), sys.argv[3]
    settings = {
        **{f"{part}_{what}": column for part in ("training", "validation") for what, column in _COLUMNS},
        "model": job.network,
        "train": train,
        "epochs": job.epochs,
        "batch_size": job.batch_size,
        "image_size": job.size,
        "weights_dir": weights_folder(job),
    }
    heard = Heard()
    with run_context(kept=Path(job.folder), heard=heard, seed=job.seed) as ctx:
        clock = Clock()
        inputs = {part: table(job, part) for part in ("training", "validation")}
        found = run_tool(ImageRecognition, settings, inputs, ctx=ctx)
        seconds = clock.seconds()
        holdout = {"data": table(job, "holdout"), "model": found["model"]}
        said = run_tool(Predict, {}, holdout, ctx=ctx)["out"]
    print("\n".join(heard.infos), flush=True)
    pairs = list(zip(said["Class"].to_pylist(), said["Class_Predicted"].to_pylist(), strict=True))
    right = sum(truth == predicted for truth, predicted in pairs) / len(pairs)
    write_measured(Measured(seconds, right), ("weft", "torch", "timm"))


_COLUMNS = (("image", "image"), ("label", "Class"))


if __name__ == "__main__":
    main()
