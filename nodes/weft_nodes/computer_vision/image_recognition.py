"""Image Recognition: train a classifier of pictures."""

from collections.abc import Iterator

from weft.sdk import (
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    Resources,
    RunContext,
    Schemas,
    Tool,
    report_table,
    table_output,
)
from weft_nodes._vision.evaluation.target_metrics import METRICS
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey
from weft_nodes._vision.learning.settings import ImageRecognitionConfig, wishes_of
from weft_nodes._vision.learning.targets import IN_WORDS, Reading
from weft_nodes._vision.models.records import model_schema
from weft_nodes._vision.networks.offer import check_folder, check_network, weights_state


def _count(number: float, what: str) -> str:
    """`1 epoch`, `2.5 minutes`."""
    return f"{number:g} {what}{'' if number == 1 else 's'}"


class ImageRecognition(Tool[ImageRecognitionConfig]):
    """Trains a classifier of pictures by transfer learning; or learns their labels, or a number.

    Connect labelled pictures to **T** to learn from and others to **V** to check on after every
    epoch; Create Samples makes both from one table. All sizes and formats of pictures will do, two
    classes or more, and a label column of text, whole numbers, or yes and no.

    - **M** is the model: one record for Image Recognition Predict, or for a file.
    - **E** has a record a class: `Class`, `Precision`, `Recall`, `F1`, `Support` (validation
      pictures of the class), and `Accuracy`, which is that of all validation pictures and the same
      in every record. A figure that is undefined, such as the precision of a class that was never
      predicted, is null. Columns that end in `_Low` and `_High` tell where the true value lies with
      95 % confidence.
    - **R** is a report to look at with Browse: curves, confusion matrix, how far scores can be
      trusted, pictures of V that T nearly has too, the worst mistakes.

    **Labels.** What is learned follows from the label columns, which must be of one kind in T and V:

    - text, whole numbers, or yes and no: one **class** for each picture, as told above;
    - a list of texts or whole numbers: **several labels** for each picture, or none. For labels that
      stand in one text, such as `cat;dog`, give the *Separator of labels*. E has a record a label;
      `Accuracy` is the share of pictures of which every label is right, and `Average_Precision` is
      added. The probability from which on a label is said is chosen on V, for the best F1;
    - numbers with decimals, or whole ones with *What the labels are* set to *number*: a **number**, such
      as an age, a count or a price. E has one record: `MAE`, `RMSE`, `R2` and `Median_Error` with
      their intervals, and the errors of always answering the median or the mean of T. Records whose
      number is not finite are skipped.

    Scores of classes are calibrated on V: of the answers with a score of 0.9, nine in ten should be right.

    The epoch that is best on V is kept, not the last one: by accuracy, by F1 of several labels or by the
    explained variance of numbers, then by loss. *Finish now* ends a training and keeps the best so far.
    A run that was killed goes on after its last whole epoch.

    **Models.** VGG16, InceptionResNetV2, Resnet50V2 and InceptionV3 are those of Alteryx Designer;
    MobileNetV2, the default, is small enough to be fine-tuned without a GPU. Any name of timm works.
    *Small CNN* needs no download and is trained *from scratch*.

    **What to train.** Alteryx Designer does not say what it trains; here *head only* is the default.
    It looks at each picture once and keeps what the network saw, so a second run with other epochs
    or with more pictures takes moments. *last stages* keeps what the earlier layers say of each
    picture and of some varied views of it, on the disk, and fine-tunes the layers behind them.

    **Time.** Give minutes in place of epochs, and the size of the pictures, how much of the network
    learns and the epochs are planned to fit. A training by epochs with one seed gives the same model
    again on the same CPU; one by minutes does not. When memory is short, a step is made in parts.

    **Picture size.** Pictures of one size up to 512 pixels are taken as they are. Others are scaled to
    a square of the middle of their sizes, at most 512 pixels; the report says which. To choose, set
    the image size or use Image Processing before.

    **What is checked first.** Records without picture or label, and pictures that cannot be read, are
    skipped, counted and listed in the report. A class that is only in V, a single class, and labels
    of two types are errors. Pictures that are in T and in V are a warning: the accuracy would be too
    good to be true.
    """

    id = "weft.image_recognition"
    version = 2
    label = "Image Recognition"
    category = "Computer Vision"
    icon = "scan-eye"
    inputs = (
        InputAnchor("training", "T", delivery=Delivery.WHOLE),
        InputAnchor("validation", "V", delivery=Delivery.WHOLE),
    )
    outputs = (
        OutputAnchor("model", "M", kind="model"),
        OutputAnchor("metrics", "E"),
        OutputAnchor("report", "R", kind="report", repeats=False),
    )
    resources = Resources(cpu=0, gpu=1)
    expensive = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = ImageRecognitionConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        config = self.config
        for anchor in ("training", "validation"):
            for what in ("image", "label"):
                if not getattr(config, f"{anchor}_{what}"):
                    ctx.problem(f"choose the {anchor} {what} column", f"{anchor}_{what}")
        self._check_model(ctx)
        if config.learning_rate and config.rate_choice == "automatic":
            ctx.problem("a learning rate is given; empty it to have one found", "learning_rate")
        check_folder(config.weights_dir, ctx)
        self._check_labels(inputs, ctx)
        training = inputs["training"]
        model, metrics = None, None
        if training is not None and config.training_label in training.names:
            label_type, reading = training.field(config.training_label).type, self._reading
            target = reading.target(label_type)
            if target != "classes" and config.wanted_precision is not None:
                message = f"labels that are {IN_WORDS[target]} have no unknown answers; empty this"
                ctx.problem(message, "wanted_precision")
            unknown = config.wanted_precision is not None and target == "classes"
            one = str(reading.label_type(label_type))
            model = model_schema(config.training_label, one, unknown, target)
            metrics = METRICS[target]
        return {"model": model, "metrics": metrics, "report": report_table("").schema}

    def annotation(self) -> str:
        config = self.config
        if config.minutes is not None:
            return f"{config.model}, best in {_count(config.minutes, 'minute')}"
        return f"{config.model}, {config.train}, {_count(config.epochs, 'epoch')}"

    def fingerprint(self, ctx: EditContext) -> str:
        """The files of weights that the run may take, by name, size and time."""
        if self.config.train == "from scratch":
            return ""
        return weights_state(self.config.model, self.config.weights_dir, ctx)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        wishes = wishes_of(self.config, ctx)  # Its clock starts before torch is loaded.
        from weft_nodes._vision.learning.recognition import recognise

        training = self._samples("training", "T", inputs, ctx)
        validation = self._samples("validation", "V", inputs, ctx)
        finished = recognise(wishes, training, validation, ctx)
        yield from table_output("model", finished.model)
        yield from table_output("metrics", finished.evaluation)
        yield from table_output("report", report_table(finished.report))

    def _samples(self, name: str, letter: str, inputs: Inputs, ctx: RunContext) -> Samples:
        picture, label = getattr(self.config, f"{name}_image"), getattr(self.config, f"{name}_label")
        side = Side(name, letter, picture, label)
        return survey(gather(inputs[name].table(), side, self._reading), ctx)

    @property
    def _reading(self) -> Reading:
        return Reading(self.config.target, self.config.label_separator)

    def _check_model(self, ctx: EditContext) -> None:
        config = self.config
        backbone = check_network(config.model, config.image_size, ctx)
        if backbone and not backbone.pretrained and config.train != "from scratch":
            message = f"{backbone.name} has no pre-trained weights; set what to train to 'from scratch'"
            ctx.problem(message, "train")

    def _check_labels(self, inputs: InputSchemas, ctx: EditContext) -> None:
        training, validation = inputs["training"], inputs["validation"]
        names = self.config.training_label, self.config.validation_label
        if training is None or validation is None:
            return
        if names[0] not in training.names or names[1] not in validation.names:
            return
        types = training.field(names[0]).type, validation.field(names[1]).type
        problems = [self._reading.problem(*column) for column in zip(names, types, strict=True)]
        for field, problem in zip(("training_label", "validation_label"), problems, strict=True):
            if problem:
                ctx.problem(problem, field)
        if not any(problems) and (difference := self._reading.difference(names, types)):
            ctx.problem(difference, "validation_label")
