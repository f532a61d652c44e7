"""The same work with transformers' generate and TRL's GRPO trainer, on the CPU.

    pip install torch transformers==5.17.0 trl==1.13.0 datasets
    python docs/benchmarks/peers.py generate|grpo|train [--shape small|qwen2.5-0.5b] [--dtype float32|bfloat16]
                                    [--batch 256] [--prompt-tokens 26] [--new-tokens 64] [--steps 5]
"""
import argparse
import json
import resource
import statistics
import tempfile
import time

import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

parser = argparse.ArgumentParser()
parser.add_argument("what", choices=["generate", "grpo", "train"])
parser.add_argument("--shape", default="small", choices=["small", "qwen2.5-0.5b"])
parser.add_argument("--dtype", default="bfloat16", choices=["float32", "bfloat16"])
parser.add_argument("--batch", type=int, default=256)
parser.add_argument("--micro-batch", type=int, default=32)
parser.add_argument("--prompt-tokens", type=int, default=26)
parser.add_argument("--new-tokens", type=int, default=64)
parser.add_argument("--steps", type=int, default=5)
args = parser.parse_args()
dtype = getattr(torch, args.dtype)
torch.manual_seed(0)


def model():
    if args.shape == "small":
        config = LlamaConfig(
            vocab_size=100, hidden_size=256, num_hidden_layers=4, num_attention_heads=8, num_key_value_heads=8,
            intermediate_size=768, max_position_embeddings=1024, pad_token_id=0, bos_token_id=1, eos_token_id=2)
        return LlamaForCausalLM(config)
    config = Qwen2Config(
        vocab_size=151936, hidden_size=896, num_hidden_layers=24, num_attention_heads=14, num_key_value_heads=2,
        intermediate_size=4864, max_position_embeddings=1024, tie_word_embeddings=True, pad_token_id=0,
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
    """Forward and backward passes alone: --batch sequences of --prompt-tokens + --new-tokens."""
    policy = model()
    optimizer = torch.optim.AdamW(policy.parameters(), lr=1e-6, fused=True)
    ids = torch.randint(3, 100, (args.batch, args.prompt_tokens + args.new_tokens))
    seconds = []
    for repetition in range(args.steps + 1):
        start = time.time()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=dtype == torch.bfloat16):
            loss = policy(input_ids=ids, labels=ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if repetition:
            seconds.append(time.time() - start)
    report("train", seconds, ids.numel())


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


{"generate": generate, "grpo": grpo, "train": train}[args.what]()
