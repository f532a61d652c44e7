"""Runs the kernels' portable form on CUDA tensors that have shapes and devices but no numbers; no GPU is needed.

    python docs/benchmarks/portable_kernels.py

Every method that Java calls runs as plain Python, each operation through torch.ops.aten, which chooses overloads as TorchScript
does, under PyTorch's FakeTensorMode, for models that between them have every branch. It fails where a line of that form is run by
none of them, and where an operation would get tensors of two devices. Then each operation that was used is looked up in PyTorch's
table: it needs a kernel for CUDA, or is composed of others. Conditions on numbers, which are not there, alternate.

Then it counts, per decoded token, the operations that launch work on the device: all that have a result there, but views,
allocations and no-ops. It fails where a model without experts asks the device for a number at each token instead of once for a
chunk. A copy to the host and a number read from a tensor of the device are questions; copies to the device are not counted.

Needs a PyTorch that is built for CUDA (a plain `pip install torch` on Linux); tried with 2.15 for CUDA 13.2. It takes a minute.
"""

import ast
import dis
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
KERNELS_IN_JAVA = CORE / "engine/src/main/java/org/reason4j/core/engine/model/kernel/Kernels.java"
LAYER_WEIGHTS = CORE / "formats/src/main/java/org/reason4j/core/formats/family/LayerWeight.java"
HIDDEN, HEAD_SIZE, HEADS, LAYERS, VOCABULARY, INNER = 16, 8, 4, 2, 50, 24
EXPERTS, CHOSEN, EXPERT_WIDTH = 3, 2, 8
DEVICE = "cuda:0"
NOTHING, QKV_BIAS, ALL = range(3)  # of the parts that some models have beside matrices and norms
DTYPES = {"FP32": torch.float32, "FP16": torch.float16, "BF16": torch.bfloat16, "FP64": torch.float64, "INT64": torch.int64}

LLAMA = {
    "KV_HEADS": 2,
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
    "HAS_EXPERTS": False,
    "EXPERT_COUNT": 0,
    "CHOSEN": 1,
    "NORMALIZED": False,
    "EXPERT_WIDTH": 0,
    "HAS_SHARED": False,
    "EXPERTS_OF_LAYER": [-1, -1],
    **{f"HAS_{factor}_FACTOR": False for factor in ("EMBEDDING", "RESIDUAL", "LOGITS")},
    **{f"{factor}_FACTOR": 2.0 for factor in ("EMBEDDING", "RESIDUAL", "LOGITS")},
}
WINDOWS = {"WINDOWED": True, "WINDOWS": [0, 4], "WINDOW_COUNT": 2, "WINDOW_OF_LAYER": [0, 1]}
AFTER = {"POST_NORM": True, "SAVED": 14, "HEADS_NORMED_TOGETHER": True}
MIXTURE = {"HAS_EXPERTS": True, "EXPERT_COUNT": EXPERTS, "CHOSEN": CHOSEN, "EXPERT_WIDTH": EXPERT_WIDTH, "SAVED": 16}
MODELS = [
    LLAMA,
    LLAMA | WINDOWS | {"ROTATED": 4, "TABLES": [0, 1], "NORMS_HAVE_OFFSET": True, "NORM_OFFSET": 1.0, "SILU": False},
    LLAMA | AFTER | {"KV_HEADS": HEADS, "PRE_NORM": False, "ROTATED": 4, "INTERLEAVED": True, "TABLES": [0, -1], "EVERY_LAYER_TURNS": False},
    LLAMA | {name: True for name in LLAMA if name.endswith("_FACTOR") and name.startswith("HAS_")},
    LLAMA | MIXTURE | {"NORMALIZED": True, "EXPERTS_OF_LAYER": [0, 1]},
    LLAMA | MIXTURE | {"HAS_SHARED": True, "EXPERTS_OF_LAYER": [-1, 0]},
]


def source(model, layers=LAYERS):
    """The portable form for a small model, without type annotations."""
    weights = re.findall(r"^    ([A-Z_0-9]+)[,;]", LAYER_WEIGHTS.read_text(), re.M)
    last = 1 + len(weights) * layers
    constants = {
        "PORTABLE": True,
        "HEADS": HEADS,
        "HEAD_SIZE": HEAD_SIZE,
        "SCALE": HEAD_SIZE**-0.5,
        "EPSILON": 1e-6,
        "LAYERS": layers,
        "EMBEDDING": 0,
        "FIRST_LAYER": 1,
        "PER_LAYER": len(weights),
        "LAST_NORM": last,
        "HEAD": last + 1,
        "UP": last + 2,
        "EXPERTS": last + 2 + layers,
        **model,
        **{name: index for index, name in enumerate(weights)},
        **{name: f"DTYPES[{name!r}]" for name in DTYPES},
    }
    text = "\n".join(line for line in KERNELS.read_text().splitlines() if not line.lstrip().startswith("#"))
    text = re.sub(r"\$\{(\w+)}", lambda name: str(constants[name[1]]), text)

    text = text.replace("elif fused:", "elif False:")  # follows "if fused and ${PORTABLE}", in the form for a CPU alone

    def untyped(line):
        names = [part.split(":")[0] for part in re.split(r", (?=\w+: )", line[2])]
        return f"{line[1]}{', '.join(names)}):"

    return re.sub(r"^(  def \w+\()(.*)\) -> .*:$", untyped, text, flags=re.M)


class Counts:
    """What bincount returns, which has no shape without numbers: one place takes nothing, the others share the rest."""

    def __init__(self, device, total, places):
        self.device = device
        self.numbers = [total - total // 2, total // 2] + (places - 2) * [0]

    def tolist(self):
        self.device.questions += 1
        return self.numbers


class Operations:
    """Stands for the module torch."""

    def __init__(self, device):
        self.device = device

    def __getattr__(self, name):
        operation = getattr(torch.ops.aten, name)
        if name == "roll":  # TorchScript takes a number for a list of one
            return lambda x, shift, dim: operation(x, [shift], [dim])
        if name == "bincount":
            return self.bincount
        return operation

    def bincount(self, x, weights, least):
        self.device.names.add("aten::bincount")
        self.device.launches += 1
        self.device.questions += 2  # PyTorch's kernel for CUDA reads the least and the largest of x first
        return Counts(self.device, x.numel(), least)


def places(values):
    """The kinds of devices that tensors with elements are on, among the values and their lists."""
    lists = (value if isinstance(value, (list, tuple)) else [value] for value in values)
    tensors = (x for each in lists for x in each if isinstance(x, torch.Tensor))
    return {x.device.type for x in tensors if x.numel() > 0}


class Device(TorchDispatchMode):
    """The operations that were used, how many of them launched work, and how often the host asked for numbers."""

    def __init__(self):
        super().__init__()
        self.names = set()
        self.launches = 0
        self.questions = 0

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        self.names.add(operation.name())
        result = operation(*args, **(kwargs or {}))
        views = any(each.alias_info and not each.alias_info.is_write for each in operation._schema.returns)
        nothing = operation.name().startswith(("aten::empty", "aten::resize", "aten::_unsafe_view", "aten::lift"))
        to, source = places([result]), places(args)
        self.launches += "cuda" in to and not views and not nothing
        self.questions += "cpu" in to and "cuda" in source
        return result


class Numbers:
    """Answers for what the kernels read from a tensor."""

    def __init__(self, device):
        self.device = device
        self.asked = 0
        self.integers = []
        self.answer = None

    def ask(self, x):
        self.device.questions += x.device.type == "cuda"

    def bool(self, x):
        if not isinstance(x, torch.Tensor):
            return bool(x)
        self.ask(x)
        self.asked += 1
        return self.asked % 3 != 0 if self.answer is None else self.answer

    def int(self, x):
        if not isinstance(x, torch.Tensor):
            return int(x)
        self.ask(x)
        return self.integers.pop(0)

    def float(self, x):
        if not isinstance(x, torch.Tensor):
            return float(x)
        self.ask(x)
        return 1.0


class Lines:
    """The lines of the portable form, in all models, and those that were run."""

    def __init__(self):
        self.text = []
        self.there = set()
        self.run = set()
        self.called = set(re.findall(r'"([a-z_]+)"', KERNELS_IN_JAVA.read_text())) - {"verify"}  # of the CPU form alone

    def add(self, text, code):
        """Adds lines of a model's source. A line of one model is the same one in another; what is left out of a form has none."""
        self.text = text.splitlines()
        body = next(each for each in code.co_consts if hasattr(each, "co_code"))
        methods = {each.co_name: each for each in body.co_consts if hasattr(each, "co_code")}
        names = set(methods)
        reached, ahead = set(), [name for name in methods if name in self.called]
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead += [each.argval for each in dis.get_instructions(methods[name]) if each.argval in names]
        for name in reached:
            first = methods[name].co_firstlineno
            self.there |= {line for _, _, line in methods[name].co_lines() if line and line != first}

    def mark(self, tree):
        """Has each statement say that it is run."""
        for node in ast.walk(tree):
            for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
                if isinstance(block, list) and not isinstance(node, (ast.Module, ast.ClassDef)):
                    block[:] = [part for each in block for part in (self.marker(each), each)]
        return tree

    def marker(self, statement):
        call = ast.parse(f"ran({statement.lineno})").body[0]
        for node in ast.walk(call):
            ast.copy_location(node, statement)
        return call

    def missed(self):
        return [self.text[line - 1].strip() for line in sorted(self.there - self.run)]


def ones(*shape, dtype=torch.float32):
    return torch.ones(shape, dtype=dtype, device=DEVICE)


def longs(*shape):
    return torch.zeros(shape, dtype=torch.int64, device=DEVICE)


def shapes(model, more, layers=LAYERS):
    """Shapes of the weights; some models have more: a bias of queries, keys and values, or all biases and norms of heads."""
    kv = model["KV_HEADS"]
    qkv = (HEADS + 2 * kv) * HEAD_SIZE
    q, k = (HEADS, kv) if model["HEADS_NORMED_TOGETHER"] else (1, 1)
    before, after = HIDDEN if model["PRE_NORM"] else 0, HIDDEN if model["POST_NORM"] else 0
    all_layers = []
    for i in range(layers):
        layer = [(before,), (qkv, HIDDEN), (qkv if more else 0,)]
        layer += [(q * HEAD_SIZE if more == ALL else 0,), (k * HEAD_SIZE if more == ALL else 0,)]
        layer += [(HIDDEN, HEADS * HEAD_SIZE), (HIDDEN if more == ALL else 0,), (after,), (before,)]
        sparse, shared = model["EXPERTS_OF_LAYER"][i] >= 0, model["HAS_SHARED"]
        layer += [(0,), (0,)] if sparse and not shared else [(2 * INNER, HIDDEN), (HIDDEN, INNER)]
        layer += [(after,)]
        experts = [(EXPERTS + shared, HIDDEN), (EXPERTS * 2 * EXPERT_WIDTH, HIDDEN), (EXPERTS * HIDDEN, EXPERT_WIDTH)]
        all_layers += layer + (experts if sparse else [(0,), (0,), (0,)])
    return [(VOCABULARY, HIDDEN)] + all_layers + [(HIDDEN,), (VOCABULARY, HIDDEN)]


def adapters(model, weights):
    """Adapters of the first layer's queries and keys, which are rows of one matrix: factors with gradients, and spans."""
    qkv, c = 2, weights[1][2].dtype  # the place of that matrix in the list of weights
    factors, rows = [], [HEADS * HEAD_SIZE, model["KV_HEADS"] * HEAD_SIZE]
    for tall in rows:
        factors += [ones(2, HIDDEN, dtype=c), ones(tall, 2, dtype=c), ones(2, HIDDEN), ones(tall, 2)]
    return factors, [0] * (qkv + 1) + [2] * (len(weights[1]) - qkv) + [0, rows[0]]


def passes(model, kernels, weights, grads):
    """Scores, gradients, values: of rows, of prefixes with two continuations each, and of long rows with fused attention."""
    whole, shared, long = ([3, 8, 0, 0], longs(0)), ([2, 4, 2, 4], longs(2)), ([2, 160, 0, 0], longs(0))
    frozen = [ones(0) for _ in grads]
    none, low_rank = ([], []), adapters(model, weights)
    for layout, recompute, further, entropy, most, more, trained in (
        (whole, False, 0, False, 0, False, (grads, *none)),
        (shared, False, 2, True, 3, True, (grads, *low_rank)),
        (long, True, 2, False, 0, True, (frozen, *low_rank)),
        (shared, True, 0, True, 3, False, (frozen, *low_rank)),
        (long, False, 0, True, 0, False, (grads, *none)),
    ):
        rows = (longs(320 if layout is long else 24), longs(16), *layout, recompute, layout is long)
        head = longs(16), longs(16, further) if further else longs(0), ones(16), 16
        out = kernels.forward(*rows, *head, 12, most, more, more, True, *weights)
        dfurther = ones(12, further) if further else ones(0)
        dentropies = ones(12) if entropy else ones(0)
        kernels.backward(*rows, *head, ones(12), dfurther, dentropies, out[7:], *weights, *trained)
    critic = [ones(1, HIDDEN), ones(1)]
    for layout, recompute in ((shared, False), (whole, True)):
        rows = longs(24), longs(16), *layout, recompute, False
        out = kernels.values(*rows, 12, True, *weights, critic)
        kernels.values_backward(*rows, ones(12), out[1:], *weights, grads[:-1] + critic, critic)
    kernels.product(8, 2, 2, *weights)


def decode(kernels, numbers, weights, caches, steps, slots=8, sizes=(8,), filtered=0, calmed=0, stops=1, prefixes=0):
    """Decodes in slots, of which some are filtered, some calmed, by 3 steps, and some read prefixes, three slots each."""
    numbers.integers = prefixes * [3] + ([3] if calmed else [])
    each = longs(slots), longs(slots), longs(slots), longs(slots, steps), ones(slots, steps), ones(slots, 1)
    changed = longs(filtered), ones(filtered, 3), longs(calmed), ones(calmed, 5), longs(stops)
    readers = longs(3 * prefixes), longs(prefixes), longs(3 * prefixes), longs(3 * prefixes)
    layers = len(caches) // 2 // len(sizes)
    kv = caches[0].size(0) // 8
    tensors = [ones(kv, 128, HEAD_SIZE, dtype=caches[0].dtype) for _ in range(2 * layers * prefixes)]
    kernels.decode(steps, list(sizes) + len(sizes) * [16], *each, *changed, longs(slots), *readers, tensors, *weights, caches)


def decoding(kernels, numbers, weights):
    caches, others = kernels.caches(*weights), kernels.caches(*weights)
    for each, columns, slots, room in ((caches, 16, 8, 8), (others, 32, 16, 24)):
        kernels.clear(columns, each)
        kernels.extend(slots, room, each)
    for fused in (False, True):
        numbers.integers = [2, 0, 0, 0, 2]  # the columns that three prompts share; the batch of a write, and its first column
        kernels.prefill(longs(3, 8), fused, longs(3), [longs(5)], [longs(5)], longs(1), longs(1), *weights, caches)
    decode(kernels, numbers, weights, caches, 4, stops=0)
    decode(kernels, numbers, weights, caches, 4, calmed=2)
    decode(kernels, numbers, weights, caches, 4, filtered=8, sizes=(7,), prefixes=1)
    decode(kernels, numbers, weights, caches, 4, filtered=3, calmed=2, stops=0, prefixes=2)
    decode(kernels, numbers, weights, caches + others, 4, slots=16, sizes=(7, 6), prefixes=2)
    kernels.move(16, longs(3), longs(3), caches, others)
    kernels.put(2, 0, 2, kernels.take(1, 2, 5, caches), caches)


def updates(kernels, numbers, values, plain, grads):
    first, second = kernels.copies(values), kernels.copies(values)
    kernels.clip(1.0, grads)
    kernels.clip(1.0, grads)  # of two answers in a row one is yes
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


def built(scope, lines, model, dtype, more=NOTHING, layers=LAYERS):
    """Kernels of a model, its weights in fp32, and what the kernels take of them."""
    text = source(model, layers)
    code = compile(lines.mark(ast.parse(text)), KERNELS.name, "exec")
    lines.add(text, code)
    exec(code, scope)
    kernels = scope["Kernels"]()
    values = [ones(*shape) for shape in shapes(model, more, layers)]
    plain = values if dtype == torch.float32 else kernels.cast(dtype, values)
    rope = [ones(256, model["ROTATED"]) for _ in range(2 * max(model["TABLES"]) + 2)]
    return kernels, values, (rope, plain, kernels.pack(plain))


def tokens(scope, lines, numbers, model, more=NOTHING, **how):
    """Launches and questions of a decoded token, for each layer and beside the layers, and questions of a chunk beside those."""
    counts, device = {}, numbers.device
    for layers, steps in itertools.product((2, 3), (4, 5)):
        alike = {"TABLES": layers * [0], "WINDOW_OF_LAYER": layers * [0]}
        alike["EXPERTS_OF_LAYER"] = list(range(layers)) if model["HAS_EXPERTS"] else layers * [-1]
        kernels, _, weights = built(scope, lines, model | alike, torch.bfloat16, more, layers)
        caches = kernels.caches(*weights)
        kernels.clear(16, caches)
        kernels.extend(8, 8, caches)
        before = device.launches, device.questions
        decode(kernels, numbers, weights, len(how.get("sizes", (8,))) * caches, steps, **how)
        counts[layers, steps] = device.launches - before[0], device.questions - before[1]
    token = {layers: [b - a for a, b in zip(counts[layers, 4], counts[layers, 5])] for layers in (2, 3)}
    layer = [b - a for a, b in zip(token[2], token[3])]
    beside = [of_two - 2 * of_one for of_two, of_one in zip(token[2], layer)]
    return layer, beside, counts[2, 4][1] - 4 * token[2][1]


def count(scope, lines, numbers):
    """Prints the counts, each for temperature 1. Models without experts ask nothing at a token."""
    numbers.answer = False  # no other temperature, no greedy slot, none that cools
    ways = {"plain": {}, "with a bias of queries, keys and values": {"more": QKV_BIAS}, "all filtered": {"filtered": 8}}
    ways |= {"two of eight by 3 steps of entropy minimization": {"calmed": 2}}
    ways |= {"slots of two lengths": {"sizes": (4, 4)}}
    ways |= {f"{n} shared prefix{'es' * (n > 1)}": {"prefixes": n} for n in (1, 2)}
    for name, how in ways.items():
        layer, beside, chunk = tokens(scope, lines, numbers, LLAMA, **how)
        print(f"decode, {name}: {layer[0]} launches per layer and token, {beside[0]} beside them; {chunk} questions per chunk")
        if layer[1] or beside[1]:
            raise SystemExit(f"The host asks the device {layer[1]} times per layer and token and {beside[1]} times per token")
    layer, beside, chunk = tokens(scope, lines, numbers, LLAMA | MIXTURE)
    print(f"decode, 2 of {EXPERTS} experts taken: {layer[0]} launches per layer and token, {beside[0]} beside them;", end=" ")
    print(f"{layer[1]} questions per layer and token, {chunk} per chunk")
    numbers.answer = None


def main():
    device, lines = Device(), Lines()
    numbers = Numbers(device)
    scope = {**vars(typing), "DTYPES": DTYPES, "Module": object, "Tensor": torch.Tensor, "number": float, "inf": math.inf}
    scope |= {"torch": Operations(device), "annotate": lambda kind, value: value}
    scope |= {"ran": lines.run.add, "bool": numbers.bool, "int": numbers.int, "float": numbers.float}
    with FakeTensorMode(), device:
        for model, dtype, more in [(LLAMA, torch.float32, NOTHING)] + [(model, torch.bfloat16, ALL) for model in MODELS]:
            kernels, values, weights = built(scope, lines, model, dtype, more)
            grads = [ones(*value.shape) for value in values]
            passes(model, kernels, weights, grads)
            decoding(kernels, numbers, weights)
            updates(kernels, numbers, values, weights[1], grads)
        count(scope, lines, numbers)
    if lines.missed():
        raise SystemExit("Lines that no model ran:\n" + "\n".join(lines.missed()))
    operations = sorted(name for name in device.names if name.startswith("aten::"))
    kinds = "CUDA", "CompositeExplicitAutograd", "CompositeImplicitAutograd"
    has = torch._C._dispatch_has_kernel_for_dispatch_key
    lacking = [name for name in operations if not any(has(name, kind) for kind in kinds)]
    print(f"{len(lines.there)} lines, all run in some model of {len(MODELS)}")
    print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}: {len(operations)} operations, none on two devices")
    raise SystemExit(f"No kernel for CUDA: {lacking}" if lacking else None)


main()
