"""Runs the kernels' portable form on CUDA tensors that have shapes and devices but no numbers; no GPU is needed.

    python docs/benchmarks/portable_kernels.py

Every method that Java calls runs as plain Python, each operation through torch.ops.aten, which chooses overloads as TorchScript
does, under PyTorch's FakeTensorMode, for models that between them have every branch. It fails where an operation would get tensors of two devices. Then each operation that
was used is looked up in PyTorch's table: it needs a kernel for CUDA, or is composed of others. Conditions on numbers, which are
not there, alternate. Needs a PyTorch that is built for CUDA (a plain `pip install torch` on Linux); tried with 2.15 for CUDA 13.2.
"""

import itertools
import math
import pathlib
import re
import typing

import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode

CORE = pathlib.Path(__file__).parents[2] / "core"
KERNELS = CORE / "engine/src/main/resources/org/reason4j/core/engine/model/kernel/kernels.py"
LAYER_WEIGHTS = CORE / "formats/src/main/java/org/reason4j/core/formats/family/LayerWeight.java"
HIDDEN, HEAD_SIZE, HEADS, KV_HEADS, LAYERS, VOCABULARY, INNER = 16, 8, 4, 2, 2, 50, 24
DEVICE = "cuda:0"
DTYPES = {"FP32": torch.float32, "FP16": torch.float16, "BF16": torch.bfloat16, "FP64": torch.float64, "INT64": torch.int64}

LLAMA = {
    "PRE_NORM": True,
    "POST_NORM": False,
    "SAVED": 12,
    "HEADS_NORMED_TOGETHER": False,
    "NORMS_HAVE_OFFSET": False,
    "NORM_OFFSET": 0.0,
    "SILU": True,
    "POINTWISE": "'swish'",
    "ALGORITHM": None,
    "ROOT_2_PI": math.sqrt(2 / math.pi),
    "ROTATED": HEAD_SIZE,
    "INTERLEAVED": False,
    "EVERY_LAYER_TURNS": True,
    "TABLES": [0, 0],
    "WINDOWED": False,
    "WINDOWS": [0],
    "WINDOW_COUNT": 1,
    "WINDOW_OF_LAYER": [0, 0],
    **{f"HAS_{factor}_FACTOR": False for factor in ("EMBEDDING", "RESIDUAL", "LOGITS")},
    **{f"{factor}_FACTOR": 2.0 for factor in ("EMBEDDING", "RESIDUAL", "LOGITS")},
}
WINDOWS = {"WINDOWED": True, "WINDOWS": [0, 4], "WINDOW_COUNT": 2, "WINDOW_OF_LAYER": [0, 1]}
AFTER = {"POST_NORM": True, "SAVED": 14, "HEADS_NORMED_TOGETHER": True}
MODELS = [
    LLAMA,
    LLAMA | WINDOWS | {"ROTATED": 4, "TABLES": [0, 1], "NORMS_HAVE_OFFSET": True, "NORM_OFFSET": 1.0, "SILU": False},
    LLAMA | AFTER | {"PRE_NORM": False, "ROTATED": 4, "INTERLEAVED": True, "TABLES": [0, -1], "EVERY_LAYER_TURNS": False},
    LLAMA | {name: True for name in LLAMA if name.startswith("HAS_")},
]


def source(model):
    """The portable form for a small model, without type annotations."""
    weights = re.findall(r"^    ([A-Z_0-9]+)[,;]", LAYER_WEIGHTS.read_text(), re.M)
    last = 1 + len(weights) * LAYERS
    constants = {
        "PORTABLE": True,
        "HEADS": HEADS,
        "KV_HEADS": KV_HEADS,
        "HEAD_SIZE": HEAD_SIZE,
        "SCALE": HEAD_SIZE**-0.5,
        "EPSILON": 1e-6,
        "LAYERS": LAYERS,
        "EMBEDDING": 0,
        "FIRST_LAYER": 1,
        "PER_LAYER": len(weights),
        "LAST_NORM": last,
        "HEAD": last + 1,
        "UP": last + 2,
        **model,
        **{name: index for index, name in enumerate(weights)},
        **{name: f"DTYPES[{name!r}]" for name in DTYPES},
    }
    text = "\n".join(line for line in KERNELS.read_text().splitlines() if not line.lstrip().startswith("#"))
    text = re.sub(r"\$\{(\w+)}", lambda name: str(constants[name[1]]), text)

    def untyped(line):
        names = [part.split(":")[0] for part in re.split(r", (?=\w+: )", line[2])]
        return f"{line[1]}{', '.join(names)}):"

    return re.sub(r"^(  def \w+\()(.*)\) -> .*:$", untyped, text, flags=re.M)


class Operations:
    """Stands for the module torch."""

    def __getattr__(self, name):
        operation = getattr(torch.ops.aten, name)
        if name == "roll":  # TorchScript takes a number for a list of one
            return lambda x, shift, dim: operation(x, [shift], [dim])
        return operation


class Used(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.names = set()

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        self.names.add(operation.name())
        return operation(*args, **(kwargs or {}))


class Numbers:
    """Answers for what the kernels read from a tensor."""

    def __init__(self):
        self.asked = 0
        self.integers = []

    def bool(self, x):
        if not isinstance(x, torch.Tensor):
            return bool(x)
        self.asked += 1
        return self.asked % 3 != 0

    def int(self, x):
        return self.integers.pop(0) if isinstance(x, torch.Tensor) else int(x)

    def float(self, x):
        return 1.0 if isinstance(x, torch.Tensor) else float(x)


def ones(*shape, dtype=torch.float32):
    return torch.ones(shape, dtype=dtype, device=DEVICE)


def longs(*shape):
    return torch.zeros(shape, dtype=torch.int64, device=DEVICE)


def shapes(model, more):
    """Shapes of the weights; some models have more: biases, and norms of queries and keys."""
    qkv = (HEADS + 2 * KV_HEADS) * HEAD_SIZE
    q, k = (HEADS, KV_HEADS) if model["HEADS_NORMED_TOGETHER"] else (1, 1)
    before, after = HIDDEN if model["PRE_NORM"] else 0, HIDDEN if model["POST_NORM"] else 0
    layer = [(before,), (qkv, HIDDEN), (qkv if more else 0,)]
    layer += [(q * HEAD_SIZE if more else 0,), (k * HEAD_SIZE if more else 0,)]
    layer += [(HIDDEN, HEADS * HEAD_SIZE), (HIDDEN if more else 0,), (after,), (before,)]
    layer += [(2 * INNER, HIDDEN), (HIDDEN, INNER), (after,)]
    return [(VOCABULARY, HIDDEN)] + LAYERS * layer + [(HIDDEN,), (VOCABULARY, HIDDEN)]


def passes(kernels, weights, grads):
    ids, positions, rows = longs(24), longs(16), ones(16)
    whole, shared = ([3, 8, 0, 0], longs(0)), ([2, 4, 2, 4], longs(2))  # rows; prefixes with two continuations each
    c, qkv = weights[1][2].dtype, 2  # the place of the first layer's matrix of queries, keys and values
    factors = [ones(2, HIDDEN, dtype=c), ones(HEADS * HEAD_SIZE, 2, dtype=c), ones(2, HIDDEN), ones(HEADS * HEAD_SIZE, 2)]
    adapters = factors, [0] * (qkv + 1) + [1] * (len(grads) - qkv) + [0]
    for recompute, further, entropy, most, more in (
        (False, 0, False, 0, False),
        (False, 2, True, 3, True),
        (True, 2, False, 0, True),
        (True, 0, True, 3, False),
    ):
        head = longs(16), longs(16, further) if further else longs(0), rows, 16
        layout = shared if entropy else whole
        out = kernels.forward(ids, positions, *layout, recompute, False, *head, 12, most, more, more, True, *weights)
        dfurther = ones(12, further) if further else ones(0)
        dentropies = ones(12) if entropy else ones(0)
        kernels.backward(ids, positions, *layout, recompute, False, *head, ones(12), dfurther, dentropies, out[7:], *weights, grads, *adapters)
    critic = [ones(1, HIDDEN), ones(1)]
    for recompute, layout in ((False, shared), (True, whole)):
        out = kernels.values(ids, positions, *layout, recompute, False, 12, True, *weights, critic)
        kernels.values_backward(
            ids, positions, *layout, recompute, False, ones(12), out[1:], *weights, grads[:-1] + critic, critic
        )
    kernels.product(8, 2, 2, *weights)


def decoding(kernels, numbers, weights):
    caches, others = kernels.caches(*weights), kernels.caches(*weights)
    for each, slots, columns, room in ((caches, 8, 16, 16), (others, 16, 32, 64)):
        kernels.clear(slots, each)
        kernels.widen(columns, room, each)
    numbers.integers = [2, 0, 0, 0, 2]  # the columns that three prompts share; the batch of a write, and its first column
    read = kernels.prefill(longs(3, 8), False, longs(3), [longs(5)], [longs(5)], longs(1), longs(1), *weights, caches)
    prefix = read[1::2] + read[2::2]
    slots = longs(8), longs(8), longs(8), longs(8, 4), ones(8, 4), ones(8, 1)
    for filtered, calmed, stops, shared in ((0, 0, 0, False), (0, 2, 1, True), (8, 0, 1, True), (3, 2, 0, False)):
        limits = longs(filtered), ones(filtered, 3), longs(calmed), ones(calmed, 5), longs(stops)
        numbers.integers = ([4] if shared else []) + ([3] if calmed else [])  # readers of a prefix; steps of entropy minimization
        readers = (longs(4), longs(1), longs(3), longs(3), prefix) if shared else (longs(0), longs(0), longs(0), longs(0), [])
        kernels.decode(4, 7 if shared else 8, *slots, *limits, longs(8), *readers, *weights, caches)
    kernels.move(longs(3), longs(3), caches, others)
    kernels.put(2, 0, 2, kernels.take(1, 2, 5, caches), caches)


def updates(kernels, numbers, values, plain, grads):
    first, second = kernels.copies(values), kernels.copies(values)
    kernels.clip(1.0, grads)
    kernels.scale(0.5, grads)
    kernels.adamw(1.0, 1e-3, 0.9, 0.99, 1e-8, 0.1, values, grads, first, second)
    kernels.dot(values, grads)
    kernels.extremes([weight for weight in values if weight.numel() > 0])
    kernels.combine(0.5, 0.5, values, grads)
    kernels.assign(first, second)
    kernels.refresh(values, plain)
    down, up = [ones(2, HIDDEN)], [ones(HEADS * HEAD_SIZE, 2)]
    kernels.merge(0.5, [2], [0], down, up, values, kernels.copies(values))
    kernels.scaled(0.5, torch.bfloat16, up)
    kernels.place(1, ones(3, HIDDEN), values[0])
    kernels.zero(grads)


def main():
    numbers = Numbers()
    scope = {**vars(typing), "DTYPES": DTYPES, "Module": object, "Tensor": torch.Tensor, "number": float, "inf": math.inf}
    scope |= {"torch": Operations(), "annotate": lambda kind, value: value}
    scope |= {"bool": numbers.bool, "int": numbers.int, "float": numbers.float}
    with FakeTensorMode(), Used() as used:
        for model, dtype, more in itertools.product(
            MODELS, [torch.float32, torch.bfloat16, torch.float16], [False, True]
        ):
            exec(compile(source(model), "kernels.py", "exec"), scope)
            kernels = scope["Kernels"]()
            values = [ones(*shape) for shape in shapes(model, more)]
            plain = values if dtype == torch.float32 else kernels.cast(dtype, values)
            grads = [ones(*shape) for shape in shapes(model, more)]
            rope = [ones(64, model["ROTATED"]) for _ in range(2 * max(model["TABLES"]) + 2)]
            weights = rope, plain, kernels.pack(plain)
            passes(kernels, weights, grads)
            decoding(kernels, numbers, weights)
            updates(kernels, numbers, values, plain, grads)
    operations = sorted(name for name in used.names if name.startswith("aten::"))
    kinds = "CUDA", "CompositeExplicitAutograd", "CompositeImplicitAutograd"
    has = torch._C._dispatch_has_kernel_for_dispatch_key
    lacking = [name for name in operations if not any(has(name, kind) for kind in kinds)]
    print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}: {len(operations)} operations, none on two devices")
    raise SystemExit(f"No kernel for CUDA: {lacking}" if lacking else None)


main()
