"""Keras does the article's job: a frozen network, a dense layer on it, some epochs over all pictures."""

import keras
import tensorflow as tf
from benchmarks.peers.jobs.protocol import Clock, Job, Measured, read_job, write_measured


def dataset(job: Job, part: str) -> tf.data.Dataset:
    """Batches of scaled pictures and classes, read and decoded ahead."""

    def read(path: tf.Tensor, code: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        picture = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
        scaled = tf.image.resize(picture, (job.size, job.size))
        return keras.applications.resnet_v2.preprocess_input(scaled), code

    rows = tf.data.Dataset.from_tensor_slices(([path for path, _ in job.parts[part]], job.codes(part)))
    if part == "training":
        rows = rows.shuffle(len(job.parts[part]), seed=job.seed)
    read_rows = rows.map(read, num_parallel_calls=tf.data.AUTOTUNE)
    return read_rows.batch(job.batch_size).prefetch(tf.data.AUTOTUNE)


def main() -> None:
    """Train, then look at the holdout."""
    job = read_job()
    keras.utils.set_random_seed(job.seed)
    clock = Clock()
    network = getattr(keras.applications, job.network)
    backbone = network(include_top=False, weights=None, pooling="avg", input_shape=(job.size, job.size, 3))
    backbone.trainable = False
    head = keras.layers.Dense(len(job.classes), activation="softmax")
    model = keras.Sequential([backbone, head])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        dataset(job, "training"), validation_data=dataset(job, "validation"), epochs=job.epochs, verbose=2
    )
    seconds = clock.seconds()
    accuracy = float(model.evaluate(dataset(job, "holdout"), verbose=0)[1])
    write_measured(Measured(seconds, accuracy), ("keras", "tensorflow"))


if __name__ == "__main__":
    main()
