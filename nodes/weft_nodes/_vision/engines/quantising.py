"""A process that quantises one network: `python quantising.py GRAPH PICTURES.npy FILE`.

It imports nothing of Weft: see `quantisation`, which starts it.
"""

import sys
import warnings


def main(graph: str, pictures: str, file: str) -> None:
    """Write the int8 form of a graph as FILE."""
    # Neither is needed: torch takes a second to load, the other reports on the use of the libraries.
    for name in ("torch", "openvino_telemetry"):
        sys.modules[name] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    import nncf
    import numpy as np
    import openvino

    model = openvino.Core().read_model(graph)
    model.reshape({0: [1, *model.input(0).partial_shape.get_min_shape()[1:]]})
    pixels = np.load(pictures)
    samples = nncf.Dataset([pixels[row : row + 1] for row in range(len(pixels))])
    quantised = nncf.quantize(model, samples, subset_size=len(pixels))
    size = list(pixels.shape[1:])
    quantised.reshape({0: openvino.PartialShape([-1, *size])})
    openvino.save_model(quantised, file, compress_to_fp16=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
