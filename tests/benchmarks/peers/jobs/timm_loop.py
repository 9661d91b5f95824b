"""A plain training loop as tutorials of torchvision and timm write it: the whole network is fine-tuned."""

import os

import timm
import torch
from benchmarks.peers.jobs.protocol import Clock, Job, Measured, read_job, write_measured
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2


class Pictures(Dataset[tuple[torch.Tensor, int]]):
    """Files and classes of one part."""

    def __init__(self, job: Job, part: str) -> None:
        self._paths = [path for path, _ in job.parts[part]]
        self._codes = job.codes(part)
        size = (job.size, job.size)
        ending = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Normalize([0.5] * 3, [0.5] * 3)]
        varied = [v2.RandomResizedCrop(size, scale=(0.6, 1.0)), v2.RandomHorizontalFlip()]
        self._change = v2.Compose([*(varied if part == "training" else [v2.Resize(size)]), *ending])

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, place: int) -> tuple[torch.Tensor, int]:
        with Image.open(self._paths[place]) as picture:
            return self._change(picture.convert("RGB")), self._codes[place]


def loader(job: Job, part: str) -> DataLoader[tuple[torch.Tensor, int]]:
    """Batches, decoded in as many processes as there are cores."""
    training, workers = part == "training", os.cpu_count() or 1
    return DataLoader(Pictures(job, part), job.batch_size, training, num_workers=workers, drop_last=training)


@torch.inference_mode()
def accuracy(model: nn.Module, batches: DataLoader[tuple[torch.Tensor, int]]) -> float:
    """The share of pictures whose class is predicted."""
    model.eval()
    right = count = 0
    for pictures, codes in batches:
        right += int((model(pictures).argmax(1) == codes).sum())
        count += len(codes)
    return right / count


def main() -> None:
    """Train, check after every epoch, then look at the holdout."""
    job = read_job()
    torch.manual_seed(job.seed)
    clock = Clock()
    model = timm.create_model(
        job.network,
        pretrained=True,
        num_classes=len(job.classes),
        pad_type="same",
        pretrained_cfg_overlay={"file": job.weights},
    )
    training, validation = loader(job, "training"), loader(job, "validation")
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-3, total_steps=job.epochs * len(training))
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    for epoch in range(job.epochs):
        model.train()
        for pictures, codes in training:
            optimizer.zero_grad()
            criterion(model(pictures), codes).backward()
            optimizer.step()
            schedule.step()
        print(
            f"epoch {epoch + 1}: {accuracy(model, validation):.4f} after {clock.seconds():.0f} s", flush=True
        )
    seconds = clock.seconds()
    write_measured(Measured(seconds, accuracy(model, loader(job, "holdout"))), ("torch", "timm"))


if __name__ == "__main__":
    main()
