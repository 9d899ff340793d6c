"""The scorer: features times weights."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from riwaya.claims.features import FEATURES
from riwaya.encoder.weights import Floats

FAR = 0.3  #: what is left of a guess where neither statement is among the nearest of the other


@dataclass(frozen=True)
class Scorer:
    """Weights for one kind of encoder."""

    weights: Floats
    bias: float
    cheap: tuple[float, float]  #: weight and bias of "meaning" alone, for pairs that are not measured

    def logit(self, features: Floats) -> float:
        """Log odds that two statements are one claim, by their features."""
        return float(features @ self.weights) + self.bias

    def guess(self, meaning: float) -> float:
        """The probability as far as the vectors alone tell, of a pair that was not near enough to be measured."""
        return FAR * sigmoid(self.cheap[0] * meaning + self.cheap[1])


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)) without overflow."""
    return 1 / (1 + math.exp(-x)) if x > -30 else 0.0


@cache
def scorer(kind: str) -> Scorer:
    """The scorer for an encoder with token states ("tokens") or without ("plain")."""
    data = json.loads((files("riwaya.models") / "claims.json").read_text(encoding="utf8"))[kind]
    weights = np.array([data["weights"][name] for name in FEATURES], np.float32)
    return Scorer(weights, float(data["bias"]), (float(data["cheap"][0]), float(data["cheap"][1])))
