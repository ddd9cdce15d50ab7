"""What writes a sentence for each of some passages, and how near our engine is to the limit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks.text import prose

BEAMS = 8
"""As many as the embedded model searches for a gist."""

PASSAGE = 300
WANTED = 30
"""Characters that are asked for."""

Writer = Callable[[Sequence[str]], list[str]]


def passages(count: int) -> list[str]:
    """Original passages of 120 to ``PASSAGE`` characters, whole sentences."""
    whole = prose(PASSAGE * count * 2, seed=3).splitlines()
    long = [line for line in whole if len(line) > 120]
    sizes = (120, 160, 200, 240, 280, 300)
    return [long[at][: sizes[at % len(sizes)]].rpartition("，")[0] + "。" for at in range(count)]


def ours() -> Writer:
    """The embedded engine with its decoding rules, passages together."""
    from notes.summarize.protocol import Request

    writer = _embedded()
    return lambda texts: writer.write([Request("gist", text, WANTED) for text in texts])


def plain() -> Writer:
    """``generate`` of transformers with the same weights, one passage at a time."""
    return _generate(ruled=False)


def ruled() -> Writer:
    """The same with our decoding rules as a logits processor."""
    return _generate(ruled=True)


def ctranslate2() -> Writer:
    """CTranslate2 in int8: Pegasus of the same size, random weights, as many tokens as ours.

    It stands for its speed only: it cannot run the pointer head.
    """
    import ctranslate2
    import torch
    from ctranslate2.converters import TransformersConverter
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PreTrainedTokenizerFast

    checkpoint = _checkpoint()
    torch.manual_seed(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours_config = PegasusConfig.from_pretrained(checkpoint)
        kept = {
            key: getattr(ours_config, key)
            for key in (
                "vocab_size", "d_model", "encoder_layers", "decoder_layers",
                "encoder_attention_heads", "decoder_attention_heads", "encoder_ffn_dim",
                "decoder_ffn_dim", "max_position_embeddings", "scale_embedding",
                "activation_function", "pad_token_id", "eos_token_id", "decoder_start_token_id",
            )
        }  # fmt: skip
        # The converter asks for two settings of the first Pegasus, which transformers 5 dropped.
        config = PegasusConfig(**kept, normalize_before=True, normalize_embedding=False)
        model = PegasusForConditionalGeneration(config)
        model.save_pretrained(folder / "torch")
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(checkpoint / "tokenizer.json"),
            pad_token="<pad>",  # noqa: S106 - a token of the vocabulary
            eos_token="</s>",  # noqa: S106 - as above
            unk_token="<unk>",  # noqa: S106 - as above
        )
        tokenizer.save_pretrained(folder / "torch")
        TransformersConverter(str(folder / "torch")).convert(
            str(folder / "int8"), quantization="int8"
        )
        cores = torch.get_num_threads()
        translator = ctranslate2.Translator(
            str(folder / "int8"), device="cpu", compute_type="int8", intra_threads=cores
        )
    length = WANTED

    def write(texts: Sequence[str]) -> list[str]:
        rows = [[*tokenizer.tokenize(text), "</s>"] for text in texts]
        found = translator.translate_batch(
            rows,
            beam_size=BEAMS,
            max_batch_size=32,
            min_decoding_length=length,
            max_decoding_length=length,
        )
        return ["".join(one.hypotheses[0]) for one in found]

    return write


WRITERS: dict[str, Callable[[], Writer]] = {
    "ours": ours,
    "generate": plain,
    "generate, our rules": ruled,
    "ctranslate2 int8": ctranslate2,
}
NEEDS = {"ctranslate2 int8": "ctranslate2"}


def engine_rates(seconds: float) -> dict[str, float]:
    """Billions of operations a second of our encoder and decoder; padding of the encoder.

    The operations are those of the matrix products, two for each weight and token, and of
    attention. ``decoder_gb_s`` counts the bytes of weights that the steps read.
    """
    import torch

    from notes.summarize.embedded import ENCODED_TOKENS, TOGETHER
    from notes.summarize.engine import Decoding
    from notes.summarize.protocol import Request

    writer = _embedded()
    engine = writer.engine
    ids = [writer._ids(Request("gist", text, WANTED), text) for text in passages(TOGETHER)]
    tokens = sum(map(len, ids))
    while tokens + len(ids[0]) <= ENCODED_TOKENS:
        ids.append(ids[len(ids) % TOGETHER])
        tokens = sum(map(len, ids))
    began = engine.tokens
    encoded = engine.encode(ids)
    padded = (engine.tokens - began) / tokens - 1
    width, inner = engine.width, len(engine.weights["model.encoder.layers.0.fc1.bias"])
    a_token = engine.encoder_layers * (8 * width**2 + 4 * width * inner)
    a_token += engine.decoder_layers * 4 * width**2 + 4 * width * engine.copy_width
    attention = 4 * width * engine.encoder_layers * sum(len(one) ** 2 for one in ids)
    best = _best(lambda: engine.encode(ids), seconds)
    rows = TOGETHER * BEAMS
    steps = 24
    sources = encoded[:TOGETHER]

    def decode() -> None:
        decoding = Decoding(engine, sources, BEAMS, steps)
        for _ in range(steps):
            decoding.step([engine.start] * rows, [1.0] * rows)

    step = _best(decode, seconds) / steps
    of_weights = engine.decoder_layers * (12 * width**2 + 4 * width * inner)
    of_weights += 2 * width * len(engine.embedding) + 4 * width * engine.copy_width
    cross = sum(len(one.ids) for one in sources) * BEAMS * engine.decoder_layers * 4 * width
    return {
        "encoder_gflops": (a_token * tokens + attention) / best / 1e9,
        "encoder_tokens_s": tokens / best,
        "encoder_padding": padded,
        "decoder_gflops": (of_weights * rows + cross) / step / 1e9,
        "decoder_gb_s": 2 * of_weights / step / 1e9,
        "decoder_rows_s": rows / step,
        "threads": float(torch.get_num_threads()),
    }


def _best(work: Callable[[], object], seconds: float) -> float:
    work()
    best, began = float("inf"), perf_counter()
    while perf_counter() - began < seconds:
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def _checkpoint() -> Path:
    from notes.summarize.checkpoint import find

    return Path(find().location)


def _embedded() -> Any:
    from notes.summarize.embedded import EmbeddedSummarizer

    return EmbeddedSummarizer(_checkpoint(), beams=BEAMS)


def _generate(*, ruled: bool) -> Writer:
    import torch
    from transformers import LogitsProcessorList

    from notes.summarize.pointer import PointerPegasusForConditionalGeneration
    from notes.summarize.processor import FromSource
    from notes.summarize.protocol import Request

    model: Any = PointerPegasusForConditionalGeneration.from_pretrained(
        _checkpoint(), dtype=torch.float32
    )
    model.eval()
    # Its tokenizer and rules; the engine stands idle.
    embedded = _embedded()

    def write(texts: Sequence[str]) -> list[str]:
        answers = []
        for text in texts:
            request = Request("gist", text, WANTED)
            rules = LogitsProcessorList()
            if ruled:
                own = embedded._rules(text)
                rules.append(FromSource([own], embedded.pieces, embedded.ends, BEAMS))
            with torch.inference_mode():
                output = model.generate(
                    input_ids=torch.tensor([embedded._ids(request, text)]),
                    num_beams=BEAMS,
                    max_new_tokens=round(1.5 * WANTED * 1.1) + 8,
                    length_penalty=1.0,
                    do_sample=False,
                    logits_processor=rules,
                )
            tokens = [t for t in output[0].tolist()[1:] if t != embedded.ends]
            answers.append("".join(embedded.pieces[token] for token in tokens))
        return answers

    return write
