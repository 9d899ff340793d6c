"""Tuned transformer layers as riwaya ships them in riwaya/models: matrices as int8 with a scale a column, the rest as
float32. train/attribution.py and train/sameness.py write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .weights import Floats, Layer

Arrays = Mapping[str, npt.NDArray[Any]]


def tensor(data: Arrays, name: str) -> Floats:
    """The array `name` as float32, a matrix as (in, out)."""
    if name in data:
        return np.asarray(data[name], np.float32)
    return np.ascontiguousarray(data[name + ".int8"].astype(np.float32) * data[name + ".scale"])


def pair(data: Arrays, name: str) -> tuple[Floats, Floats]:
    """Weight and bias of the part `name`."""
    return tensor(data, name + ".weight"), tensor(data, name + ".bias")


def layers(data: Arrays, name: str) -> list[Layer]:
    """The layers `name`.0, `name`.1 and so on, as many as there are."""
    count = len({k.split(".")[1] for k in data if k.startswith(name + ".")})
    return [
        Layer(
            *pair(data, f"{name}.{n}.qkv"),
            *pair(data, f"{name}.{n}.out"),
            pair(data, f"{name}.{n}.out_norm"),
            *pair(data, f"{name}.{n}.up"),
            *pair(data, f"{name}.{n}.down"),
            pair(data, f"{name}.{n}.down_norm"),
        )
        for n in range(count)
    ]
