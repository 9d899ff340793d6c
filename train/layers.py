"""Transformer layers to be tuned, and how they are written down (riwaya.encoder.tuned reads them)."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from riwaya.encoder.weights import Layer

BIG = 10_000  #: values from which on a matrix is written a byte a value


class TunedLayer(nn.Module):
    """A transformer layer that starts from pretrained weights."""

    def __init__(self, layer: Layer, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads

        def linear(w: np.ndarray, b: np.ndarray) -> nn.Linear:
            made = nn.Linear(*w.shape)
            made.weight.data, made.bias.data = torch.tensor(w.T.copy()), torch.tensor(np.array(b))
            return made

        def norm(pair: tuple[np.ndarray, np.ndarray]) -> nn.LayerNorm:
            made = nn.LayerNorm(len(pair[0]), eps=epsilon)
            made.weight.data, made.bias.data = torch.tensor(np.array(pair[0])), torch.tensor(np.array(pair[1]))
            return made

        self.qkv, self.out = linear(layer.qkv, layer.qkv_bias), linear(layer.out, layer.out_bias)
        self.up, self.down = linear(layer.up, layer.up_bias), linear(layer.down, layer.down_bias)
        self.out_norm, self.down_norm = norm(layer.out_norm), norm(layer.down_norm)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.out_norm(x + self.drop(self.out(y.transpose(1, 2).reshape(b, n, h))))
        return self.down_norm(x + self.drop(self.down(F.gelu(self.up(x), approximate="tanh"))))


def arrays(net: nn.Module) -> dict[str, np.ndarray]:
    """The weights of a network by name: big matrices as int8 with one float32 scale a column, the rest as float32."""
    found: dict[str, np.ndarray] = {}
    for name, value in net.state_dict().items():
        w = value.numpy().astype(np.float32)
        w = w.T if w.ndim == 2 else w
        if w.ndim == 2 and w.size > BIG:
            scale = np.abs(w).max(0) / 127
            found[name + ".int8"] = np.round(w / scale).astype(np.int8)
            found[name + ".scale"] = scale.astype(np.float32)
        else:
            found[name] = w
    return found
