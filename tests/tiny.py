"""Small models of every family, their weights drawn once, as sentence-transformers saves them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

SIZES = {
    "hidden_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 192,
}
WORDS = "the cat dog bird slept flew sat in on a tree house of and query passage :".split()
_LETTERS = [*"abcdefghijklmnopqrstuvwxyz0123456789.,'\"", *(f"##{x}" for x in "abcdefghijklmnopq")]


def _tokenizer(family: str, folder: Path, length: int) -> int:
    """Save a tokenizer with the family's special tokens -> how many tokens it knows."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    roberta = family in ("mpnet", "xlm-roberta")
    special = ["<s>", "<pad>", "</s>", "<unk>"] if roberta else ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]
    begin, end, padding = ("<s>", "</s>", "<pad>") if roberta else ("[CLS]", "[SEP]", "[PAD]")
    known = {word: i for i, word in enumerate([*special, *WORDS, *_LETTERS])}
    made = Tokenizer(models.WordPiece(known, unk_token=special[3], max_input_chars_per_word=50))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing((end, known[end]), (begin, known[begin]))
    PreTrainedTokenizerFast(
        tokenizer_object=made,
        model_max_length=length,
        cls_token=begin,
        sep_token=end,
        pad_token=padding,
        unk_token=special[3],
    ).save_pretrained(folder)
    return len(known)


def _encoder(family: str, words: int, changes: Mapping[str, Any]) -> Any:
    import transformers

    if family == "distilbert":
        sizes = {"dim": 96, "n_layers": 3, "n_heads": 4, "hidden_dim": 192}
        config = transformers.DistilBertConfig(vocab_size=words, **sizes, **changes)
        return transformers.DistilBertModel(config)
    prefix = {"bert": "Bert", "mpnet": "MPNet", "xlm-roberta": "XLMRoberta"}[family]
    settings = {"vocab_size": words, "pad_token_id": 0 if family == "bert" else 1, **SIZES}
    config = getattr(transformers, f"{prefix}Config")(**settings, **changes)
    return getattr(transformers, f"{prefix}Model")(config)


def save_model(
    folder: Path,
    family: str,
    pooling: str = "mean",
    dense: int | None = None,
    prompts: Mapping[str, str] | None = None,
    kind: str = "float32",
    include_prompt: bool = True,
    **changes: Any,
) -> Path:
    """Save a model.

    dense: how many dimensions a layer behind the pooling has
    changes: of the encoder's config
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    torch.manual_seed(3)
    encoder = _encoder(family, _tokenizer(family, folder / "parts", 64), changes)
    for name, weights in encoder.named_parameters():  # so that attention is not even everywhere
        weights.data += (1 if "relative" in name else 0.1) * torch.randn_like(weights)
    encoder.to(getattr(torch, kind)).save_pretrained(folder / "parts")
    modules: list[Any] = [Transformer(str(folder / "parts"))]
    modules.append(Pooling(SIZES["hidden_size"], pooling, include_prompt))
    if dense:
        modules.append(Dense(SIZES["hidden_size"], dense))
    modules.append(Normalize())
    model = SentenceTransformer(modules=modules, prompts=dict(prompts or {}), device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"
