"""Pictures in a report: the worst mistakes, and validation pictures that training pictures nearly are."""

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates
from weft_nodes._vision.reporting.mistakes import LikePair, Mistake
from weft_nodes._vision.reporting.report_tables import section, share


def mistakes_section(mistakes: tuple[Mistake, ...], wrong: int) -> Content:
    """The surest wrong predictions; nothing where there are none."""
    if not mistakes:
        return ""
    what = f"All {wrong:,}" if wrong == len(mistakes) else f"{len(mistakes)} of the {wrong:,}"
    note = f"{what} wrong predictions, the surest first: the true class, and what it was taken for."
    cards = [_mistake(mistake) for mistake in mistakes]
    return section("Worst mistakes", note, element("div", cards, class_="gallery"))


def pairs_section(pairs: tuple[LikePair, ...], near: NearDuplicates, without: str) -> Content:
    """What near-duplicates do to the figures, and some of them; nothing where there are none.

    Args:
        pairs: Some of them.
        near: All of them.
        without: The figures that are left without them, as a sentence.
    """
    if not pairs:
        return ""
    count, total = len(near), len(near.groups)
    said = [
        f"Of {total:,} validation pictures {count:,} ({share(count / total)}) look like a training picture, "
        "as frames of one scene do. What was learned by heart is right there too, which may flatter the "
        "figures. Likeness is the correlation of small grey copies, at most 1."
    ]
    if without:
        said.append(without)
    if (others := sum(pair.differ for pair in pairs)) > 0:
        said.append(f"{others} of those shown have different labels: look at them.")
    if near.plain:
        said.append(f"{near.plain:,} pictures are too even to be compared.")
    cards = element("div", [_pair(pair) for pair in pairs], class_="gallery pairs")
    return section("Near-duplicates", " ".join(said), cards)


def _mistake(mistake: Mistake) -> Html:
    return element(
        "figure",
        _image(mistake.picture, f"record {mistake.record}"),
        element(
            "figcaption",
            element("b", mistake.truth, title=mistake.truth),
            element("b", f"→ {mistake.predicted}", class_="bad", title=mistake.predicted),
            element("small", f"{share(mistake.score)} sure; truth {share(mistake.true_score)}"),
            element("small", f"record {mistake.record:,} of V"),
            element("small", mistake.file, title=mistake.file) if mistake.file else "",
        ),
        class_="mistake card",
    )


def _pair(pair: LikePair) -> Html:
    pictures = (
        _image(pair.picture, f"record {pair.record} of V"),
        _image(pair.known_picture, f"record {pair.known} of T"),
    )
    label = pair.label if pair.label == pair.known_label else f"{pair.label} / {pair.known_label}"
    return element(
        "figure",
        element("div", pictures, class_="two"),
        element(
            "figcaption",
            element("b", label, title=label, class_="bad" if pair.differ else None),
            element("small", f"record {pair.record:,} of V, {pair.known:,} of T"),
            element("small", f"likeness {pair.likeness:.3f}"),
        ),
        class_="mistake card",
    )


def _image(picture: str, alt: str) -> Html:
    if not picture:
        return element("div", "no picture", class_="blank")
    # Not lazily: it is here already, and on paper it would be missing.
    return element("img", src=picture, alt=alt, decoding="async")
