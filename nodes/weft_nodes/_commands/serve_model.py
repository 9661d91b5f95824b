"""`weft serve-model`: a saved model answers over HTTP."""

from pathlib import Path
from typing import Annotated

import typer


def serve_model(
    model: Annotated[
        Path,
        typer.Argument(
            metavar="MODEL",
            help="A file in which Output Data saved a model, or a packed one (.safetensors).",
            show_default=False,
        ),
    ],
    host: Annotated[
        str,
        typer.Option(
            metavar="HOST", help="Where to listen; 0.0.0.0 lets other machines in. Nobody is asked who he is."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT", min=0, max=65_535, help="The port; by default 8800 or the next that is free."
        ),
    ] = None,
    batch: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            max=1024,
            help="Pictures that go through the network at a time; 0 takes what Predict takes, and gives its"
            " scores to the last digit.",
        ),
    ] = 0,
    wait: Annotated[
        float,
        typer.Option(
            metavar="MS",
            min=0,
            max=1000,
            help="Milliseconds that a picture waits for others while other requests arrive.",
        ),
    ] = 5,
    device: Annotated[str, typer.Option(metavar="auto|cpu|cuda", help="Where the network runs.")] = "auto",
) -> None:
    """Let a model answer `POST /predict`: pictures in, classes and scores out. Ctrl-C ends it."""
    from weft_nodes._commands.model_file import read_model_file
    from weft_nodes._commands.model_judge import ready_judge
    from weft_web.listening import Address, Place, Server, listen, say
    from weft_web.model_server.app import create_app

    if device not in ("auto", "cpu", "cuda"):
        raise typer.BadParameter(f"{device!r} is not known here; write auto, cpu or cuda")
    packed = read_model_file(model)
    with ready_judge(packed, device, batch) as judge, listen(Place(host, port, 8800, "serve-model")) as door:
        address = Address(host, door.getsockname()[1])

        def greet() -> None:
            say(f"{judge.title}\n\n    {address.url()}\n\nCtrl-C ends it.")

        app = create_app(judge, host, wait / 1000)
        Server(app, greet, patience=30).serve_until_told(door)
