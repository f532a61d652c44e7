"""The same work with transformers' generate and TRL's GRPO trainer, on the CPU.

    pip install torch transformers==5.17.0 trl==1.13.0 datasets peft
    python docs/benchmarks/peers.py generate|grpo|train [--shape small|qwen2.5-0.5b] [--dtype float32|bfloat16]
                                    [--batch 256] [--prompt-tokens 26] [--new-tokens 64] [--steps 5]
    python docs/benchmarks/peers.py suite --reason4j distribution/target/reason4j/bin/reason4j [--reason4j OTHER]...
                                    [--rows 'rollout:small:*'] [--steps 5] [--dtype bfloat16] [--json FILE]

"suite" does the rows of "reason4j benchmark --suite" in turns with one or several reason4j's: each waits while another works,
and all stay warm. Both sides compute logits at scored positions only, and train fp32 master weights. Seconds are those of
processors, so other programs on the machine matter less; OMP_NUM_THREADS=1 and taskset give both one core.
"""
import argparse
import gc
import json
import os
import re
import resource
import shlex
import statistics
import subprocess
import tempfile
import time

import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

parser = argparse.ArgumentParser()
parser.add_argument("what", choices=["generate", "grpo", "train", "suite"])
parser.add_argument("--shape", default="small", choices=["tiny", "small", "hidden-512", "hidden-1024", "qwen2.5-0.5b"])
parser.add_argument("--dtype", default="bfloat16", choices=["float32", "bfloat16"])
parser.add_argument("--batch", type=int, default=256)
parser.add_argument("--micro-batch", type=int, default=32)
parser.add_argument("--prompt-tokens", type=int, default=26)
parser.add_argument("--new-tokens", type=int, default=64)
parser.add_argument("--steps", type=int, default=5)
parser.add_argument("--reason4j", action="append", default=[], help="command of a reason4j, of several for several")
parser.add_argument("--rows", default="", help="as those of reason4j benchmark --suite")
parser.add_argument("--json", help="file for all measurements of the suite")
args = parser.parse_args()
dtype = getattr(torch, args.dtype)
torch.manual_seed(0)


def model(shape=None):
    shape = shape or args.shape
    if shape != "qwen2.5-0.5b":
        hidden, layers, heads = {
            "tiny": (32, 2, 4), "small": (256, 4, 8), "hidden-512": (512, 4, 8), "hidden-1024": (1024, 4, 16)}[shape]
        config = LlamaConfig(
            vocab_size=100, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
            num_key_value_heads=heads, intermediate_size=3 * hidden, max_position_embeddings=4096, pad_token_id=0,
            bos_token_id=1, eos_token_id=2)
        return LlamaForCausalLM(config)
    config = Qwen2Config(
        vocab_size=151936, hidden_size=896, num_hidden_layers=24, num_attention_heads=14, num_key_value_heads=2,
        intermediate_size=4864, max_position_embeddings=4096, tie_word_embeddings=True, pad_token_id=0,
        bos_token_id=1, eos_token_id=2)
    return Qwen2ForCausalLM(config)


def report(name, seconds, tokens):
    median = statistics.median(seconds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} {args.shape} {args.dtype} batch {args.batch}: {median:.3f} s, {tokens / median:.0f} tokens/s, "
          f"peak {memory:.0f} MB (all: {' '.join(f'{s:.2f}' for s in seconds)})")


def generate():
    policy = model().to(dtype).eval()
    ids = torch.randint(3, 100, (args.batch, args.prompt_tokens))
    seconds = []
    with torch.no_grad():
        for repetition in range(args.steps + 1):
            start = time.time()
            policy.generate(ids, attention_mask=torch.ones_like(ids), do_sample=True, top_k=0,
                            max_new_tokens=args.new_tokens, min_new_tokens=args.new_tokens)
            if repetition:
                seconds.append(time.time() - start)
    report("generate", seconds, args.batch * args.new_tokens)


def train():
    """Forward pass, backward pass and update of --batch sequences of --prompt-tokens + --new-tokens; responses are scored."""
    once, tokens = training(args.shape, [torch.randint(69, 95, (args.prompt_tokens,))] * args.batch, args.new_tokens, None)
    seconds = []
    for repetition in range(args.steps + 1):
        start = time.time()
        once()
        if repetition:
            seconds.append(time.time() - start)
    report("train", seconds, tokens)


def tokenizer():
    letters = ["<pad>", "<bos>", "<eos>", "<unk>"] + [chr(c) for c in range(32, 127)] + ["\n"]
    content = {
        "version": "1.0",
        "added_tokens": [{"id": i, "content": letters[i], "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for i in range(4)],
        "pre_tokenizer": {"type": "Split", "pattern": {"String": ""}, "behavior": "Isolated", "invert": False},
        "decoder": {"type": "Fuse"},
        "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {c: i for i, c in enumerate(letters)}},
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(content, file)
    return PreTrainedTokenizerFast(tokenizer_file=file.name, pad_token="<pad>", bos_token="<bos>", eos_token="<eos>",
                                   unk_token="<unk>", padding_side="left")


def grpo():
    from datasets import Dataset
    from transformers import TrainerCallback
    from trl import GRPOConfig, GRPOTrainer

    generator = torch.Generator().manual_seed(1)
    prompts = ["".join(chr(97 + int(c)) for c in torch.randint(0, 26, (args.prompt_tokens,), generator=generator))
               for _ in range(32 * (args.steps + 2))]
    seconds = []

    class Clock(TrainerCallback):
        def on_step_begin(self, *_, **__):
            self.start = time.time()

        def on_step_end(self, *_, **__):
            seconds.append(time.time() - self.start)

    policy = model()
    policy.generation_config.eos_token_id = None
    config = GRPOConfig(
        output_dir=tempfile.mkdtemp(), per_device_train_batch_size=args.micro_batch,
        gradient_accumulation_steps=args.batch // args.micro_batch, num_generations=8,
        max_completion_length=args.new_tokens, max_steps=args.steps + 1, learning_rate=1e-6, logging_steps=1000,
        save_strategy="no", report_to=[], use_cpu=True, bf16=args.dtype == "bfloat16", gradient_checkpointing=False,
        dataloader_num_workers=0, disable_tqdm=True)
    trainer = GRPOTrainer(
        model=policy, args=config, processing_class=tokenizer(), callbacks=[Clock()],
        reward_funcs=lambda completions, **_: [float("e" in c) for c in completions],
        train_dataset=Dataset.from_dict({"prompt": prompts}))
    trainer.train()
    report("grpo step", seconds[1:], args.batch * args.new_tokens)


def work(row):
    """Kind, shape, prompts of letters with a number of responses to each, tokens of a response, and the option of a row."""
    kind, shape, prompts, response, option = re.fullmatch(
        r"(rollout|train):([^:]+):([0-9x/]+)\+(\d+)(?::([^:]+))?", row).groups()
    parts = [[*map(int, part.split("x")), 1][:3] for part in prompts.split("/")]
    generator = torch.Generator().manual_seed(1)
    sequences = []
    for count, tokens, responses in parts:
        for _ in range(count):
            sequences += [torch.randint(69, 95, (tokens,), generator=generator)] * responses
    return kind, shape, sequences, int(response), option


def rollouts(shape, prompts, response, option):
    policy = model(shape).to(dtype).eval()
    width = max(len(prompt) for prompt in prompts)
    ids = torch.stack([torch.nn.functional.pad(prompt, (width - len(prompt), 0)) for prompt in prompts])
    mask = torch.stack([torch.arange(width) >= width - len(prompt) for prompt in prompts]).long()
    top_p = float(option.split("=")[1]) if option else 1.0

    def once():
        with torch.no_grad():
            written = policy.generate(ids, attention_mask=mask, do_sample=True, top_k=0, top_p=top_p,
                                      max_new_tokens=response, min_new_tokens=response)
        assert written.shape[1] == width + response

    return once, len(prompts) * response


def training(shape, prompts, response, option):
    policy = model(shape)
    if option:
        from peft import LoraConfig, get_peft_model

        projections = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
        rank = int(option.split("=")[1])
        policy = get_peft_model(policy, LoraConfig(r=rank, lora_alpha=16, target_modules=projections))
    core = policy.get_base_model() if option else policy
    optimizer = torch.optim.AdamW([p for p in policy.parameters() if p.requires_grad], lr=1e-6, fused=True)
    length = max(len(prompt) for prompt in prompts) + response
    ids = torch.zeros(len(prompts), length, dtype=torch.long)
    scored = torch.zeros(len(prompts), length, dtype=torch.bool)
    for row, prompt in enumerate(prompts):
        end = len(prompt) + response
        ids[row, :end] = torch.cat([prompt, torch.randint(69, 95, (response,))])
        scored[row, len(prompt):end] = True
    mask = torch.arange(length) < torch.tensor([[len(prompt) + response] for prompt in prompts])
    rectangle = bool(mask.all())

    def once():
        """Forward and backward pass; then the update, whose processor seconds are returned apart."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=dtype == torch.bfloat16):
            hidden = core.model(input_ids=ids, attention_mask=None if rectangle else mask.long()).last_hidden_state
            logits = core.lm_head(hidden[:, :-1][scored[:, 1:]])
        logprobs = torch.log_softmax(logits.float(), -1).gather(1, ids[:, 1:][scored[:, 1:]].unsqueeze(1))
        (-logprobs.mean()).backward()
        begin = processor_seconds()
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        return processor_seconds() - begin

    return once, sum(len(prompt) + response for prompt in prompts)


def processor_seconds():
    times = os.times()
    return times.user + times.system


class Ours:
    """A reason4j that measures a row, one repetition for each line."""

    def __init__(self, command, row):
        precision = {"float32": "fp32", "bfloat16": "bf16"}[args.dtype]
        self.process = subprocess.Popen(
            shlex.split(command) + ["benchmark", "--suite", "--in-turns", "--device", "cpu", "--precision", precision,
                                    "--turns", str(args.steps), "--rows", row],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def turn(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended")
        answer = json.loads(line)
        return answer["processor_seconds"], answer.get("update_processor_seconds", 0)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Peer:
    def __init__(self, row):
        kind, *rest = work(row)
        self.once, self.tokens = (rollouts if kind == "rollout" else training)(*rest)

    def turn(self):
        begin = processor_seconds()
        update = self.once() or 0
        return processor_seconds() - begin - update, update

    def close(self):
        self.once = None
        gc.collect()


def suite():
    if not args.reason4j:
        raise SystemExit("suite needs --reason4j with the command of a reason4j, or several")
    choice = ["--rows", args.rows] if args.rows else []
    listed = subprocess.run(shlex.split(args.reason4j[0]) + ["benchmark", "--suite", "--list"] + choice,
                            check=True, capture_output=True, text=True).stdout.split()
    names = args.reason4j + ["peer"]
    print("tokens per second of a processor, median (from to); ratio to the peer, median of the turns (from to)")
    everything = []
    for row in listed:
        peer = Peer(row)
        sides = [Ours(command, row) for command in args.reason4j] + [peer]
        turns = [[side.turn() for side in sides] for _ in range(args.steps + 1)][1:]
        for side in sides:
            side.close()
        print(row)
        for index, name in enumerate(names):
            rates = sorted(peer.tokens / turn[index][0] for turn in turns)
            ratios = sorted(turn[-1][0] / turn[index][0] for turn in turns)
            update = statistics.median(turn[index][1] for turn in turns)
            print(f"  {name}: {statistics.median(rates):.0f} ({rates[0]:.0f} to {rates[-1]:.0f}); "
                  f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
                  + (f"; update {update:.2f} s" if update else ""), flush=True)
        everything.append({"row": row, "tokens": peer.tokens, "sides": names, "seconds_and_update_seconds": turns})
        if args.json:
            with open(args.json, "w") as file:
                json.dump(everything, file, indent=1)


{"generate": generate, "grpo": grpo, "train": train, "suite": suite}[args.what]()
