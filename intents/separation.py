"""Linear support vector machines, one for each intent, trained together."""

from collections.abc import Sequence

import numpy as np

from intents.features import Floats, Ids

_COST = 1.0  # C of the squared hinge loss
_ROUNDS = 5  # over all examples; more change one answer in a thousand
_SETTLED = 0.05  # an example whose multipliers would all change by less is left alone until the last round
_SEED = 0
NONE = -1  # the number of no intent: a text that must stand on the far side of every one


def separate(
    rows: Sequence[tuple[Ids, Floats]], vectors: Floats, intents: Sequence[int], *, features: int, of: int
) -> tuple[Floats, Floats]:
    """Return the weights, by intent, of features and of vectors: what a text adds up to is above 0 for its own alone.

    The dual coordinate descent of Hsieh, Chang, Lin, Keerthi and Sundararajan (A dual coordinate descent method for
    large-scale linear SVM, 2008) for the squared hinge loss, all intents' machines taking each step together.
    """
    weights = np.zeros((features, of), np.float32)
    dense = np.zeros((vectors.shape[1], of), np.float32)
    multipliers = np.zeros((len(rows), of), np.float32)
    slack = np.float32(1 / (2 * _COST))
    lengths = [values @ values + vector @ vector + slack for (_, values), vector in zip(rows, vectors, strict=True)]
    order = np.random.default_rng(_SEED)
    moving = everything = list(range(len(rows)))
    for turn in range(_ROUNDS):
        shuffled = order.permutation(everything if turn == _ROUNDS - 1 else moving).tolist()
        moving = []
        for i in shuffled:
            ids, values = rows[i]
            near = weights.take(ids, axis=0)
            before = multipliers[i]
            reached = _signed(values @ near + vectors[i] @ dense, intents[i])
            after = np.maximum(before + (1 - reached - slack * before) / lengths[i], 0)
            step = after - before
            if turn and np.abs(step).max() < _SETTLED:
                continue
            moving.append(i)
            multipliers[i] = after
            step = _signed(step, intents[i])
            near += values[:, None] * step
            weights[ids] = near
            dense += vectors[i][:, None] * step
    return weights, dense


def _signed(numbers: Floats, intent: int) -> Floats:
    """Return the numbers with their sign turned for every intent but one."""
    signed = -numbers
    if intent != NONE:
        signed[intent] = numbers[intent]
    return signed
