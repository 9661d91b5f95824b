"""`weft serve-model`: a saved model answers over HTTP."""

from typing import Annotated, TypeAlias

import typer

from weft_nodes._commands.options import ModelFile

Host: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="HOST", help="Where to listen; 0.0.0.0 lets other machines in. Nobody is asked who he is."
    ),
]

Port: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="PORT", min=0, max=65_535, help="The port; by default 8800 or the next that is free."
    ),
]

Batch: TypeAlias = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=0,
        max=1024,
        help="Pictures that go through the network at a time; 0 takes what Predict takes, and gives its"
        " scores to the last digit.",
    ),
]

Wait: TypeAlias = Annotated[
    float,
    typer.Option(
        metavar="MS",
        min=0,
        max=1000,
        help="Milliseconds that a picture waits for others while other requests arrive.",
    ),
]

Device: TypeAlias = Annotated[str, typer.Option(metavar="auto|cpu|cuda", help="Where the network runs.")]


def serve_model(
    model: ModelFile,
    host: Host = "127.0.0.1",
    port: Port = None,
    batch: Batch = 0,
    wait: Wait = 5,
    device: Device = "auto",
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
