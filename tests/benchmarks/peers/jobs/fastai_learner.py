"""fastai's `vision_learner` as its manual shows it: the head first, then all layers, by `fine_tune`."""

import os

import torch
from benchmarks.peers.jobs.protocol import Clock, Job, Measured, read_job, write_measured
from fastai.vision.all import (
    CategoryBlock,
    DataBlock,
    DataLoaders,
    ImageBlock,
    Normalize,
    Resize,
    ResizeMethod,
    accuracy,
    aug_transforms,
    set_seed,
    vision_learner,
)


def loaders(job: Job) -> DataLoaders:
    """Training and validation pictures."""
    training, validation = job.parts["training"], job.parts["validation"]
    block = DataBlock(
        blocks=(ImageBlock, CategoryBlock(vocab=job.classes)),
        get_x=lambda row: row[0],
        get_y=lambda row: row[1],
        splitter=lambda rows: (range(len(training)), range(len(training), len(rows))),
        item_tfms=Resize(job.size, ResizeMethod.Squish),
        batch_tfms=[
            *aug_transforms(size=job.size, min_scale=0.75),
            Normalize.from_stats([0.5] * 3, [0.5] * 3),
        ],
    )
    rows = [*training, *validation]
    return block.dataloaders(rows, bs=job.batch_size, num_workers=os.cpu_count() or 1)


def main() -> None:
    """Train, then look at the holdout."""
    job = read_job()
    set_seed(job.seed)
    clock = Clock()
    given = {"pad_type": "same", "pretrained_cfg_overlay": {"file": job.weights}}
    learner = vision_learner(loaders(job), job.network, metrics=accuracy, **given)
    with learner.no_bar():
        learner.fine_tune(job.epochs)
    seconds = clock.seconds()
    with learner.no_bar():
        holdout = learner.dls.test_dl(job.parts["holdout"], with_labels=True)
        scores, codes = learner.get_preds(dl=holdout)
    right = (scores.argmax(1) == codes.squeeze()).to(torch.float64).mean()
    note = "one epoch of the head before the others, as fine_tune does"
    write_measured(Measured(seconds, float(right), note), ("fastai", "torch", "timm"))


if __name__ == "__main__":
    main()
