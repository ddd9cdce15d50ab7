"""A Pegasus encoder-decoder with a pointer head, in Hugging Face form.

The body is transformers' Pegasus (Zhang et al. 2020). The head mixes the
vocabulary with copying from the source (pointer-generator, See et al. 2017)::

    q_t = W_q [h_t ; e(y_{t-1})]      k_j = W_k [s_j ; e(x_{j-1})]
    a_t = softmax_j(q_t · k_j / √c + log r_j)   r_j = σ(v · s_j)   g_t = σ(w · h_t)
    p(y) = g_t p_vocab(y) + (1 - g_t) Σ_j a_tj [x_j = y]

``r_j`` is content selection (bottom-up attention, Gehrmann et al. 2018): how likely
the target uses token j, learned with a loss of its own. Queries and keys know the
token *before*: "what followed this token in the source" is then one layer deep, and a
small model learns to copy in minutes.
"""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoConfig, AutoModelForSeq2SeqLM
from transformers.generation import GenerationMixin
from transformers.modeling_outputs import BaseModelOutput, Seq2SeqLMOutput
from transformers.models.pegasus.configuration_pegasus import PegasusConfig
from transformers.models.pegasus.modeling_pegasus import PegasusModel, PegasusPreTrainedModel

IGNORED = -100
"""Label of positions that do not count in the loss."""

SELECTION_WEIGHT = 0.5
"""Weight of the loss of the content selection beside that of the target."""


class PointerPegasusConfig(PegasusConfig):
    """Pegasus' configuration and ``copy_dim``, the width of the pointer's keys."""

    model_type = "pointer_pegasus"
    copy_dim: int = 128


class PointerPegasusForConditionalGeneration(PegasusPreTrainedModel, GenerationMixin):
    """Pegasus with a pointer head; ``logits`` are the log-probabilities of the mixture."""

    config_class = PointerPegasusConfig
    base_model_prefix = "model"
    _tied_weights_keys: ClassVar[dict[str, str]] = {"lm_head.weight": "model.shared.weight"}

    def __init__(self, config: PointerPegasusConfig) -> None:
        super().__init__(config)
        self.model = PegasusModel(config)
        self.lm_head = nn.Linear(config.d_model, config.vocab_size, bias=False)
        self.copy_query = nn.Linear(2 * config.d_model, config.copy_dim, bias=False)
        self.copy_key = nn.Linear(2 * config.d_model, config.copy_dim, bias=False)
        self.selector = nn.Linear(config.d_model, 1)
        self.gate = nn.Linear(config.d_model, 1)
        self.post_init()

    def forward(  # noqa: PLR0913 - the signature that transformers' generate calls
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        decoder_input_ids: torch.Tensor | None = None,
        encoder_outputs: BaseModelOutput | None = None,
        past_key_values: Any = None,
        labels: torch.Tensor | None = None,
        used: torch.Tensor | None = None,
        source_ids: torch.Tensor | None = None,
        copy_keys: torch.Tensor | None = None,
        use_cache: bool | None = None,
        **kwargs: Any,
    ) -> Seq2SeqLMOutput:
        """Run the model.

        ``input_ids`` and ``source_ids`` are ``(batch, source)``, ``decoder_input_ids``
        and ``labels`` ``(batch, target)``, ``copy_keys`` ``(batch, source, copy_dim + 1)``.
        ``source_ids`` and ``copy_keys`` are computed once and passed on by ``generate``.
        With ``labels`` (``-100`` ignored) the loss is the mean negative log-likelihood
        and the logits are the log-probabilities of the counted labels alone, ``(counted,)``;
        with ``used`` ``(batch, source)``, 1 where the target
        uses the source token and 0 where not (``-100`` ignored), the loss of the content
        selection is added.
        """
        if labels is not None and decoder_input_ids is None:
            decoder_input_ids = self._shift_right(labels)
        assert decoder_input_ids is not None  # noqa: S101 - narrows the type for mypy
        outputs = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            decoder_input_ids=decoder_input_ids,
            encoder_outputs=encoder_outputs,
            past_key_values=past_key_values,
            use_cache=use_cache if labels is None else False,
            **kwargs,
        )
        source_ids = input_ids if source_ids is None else source_ids
        assert source_ids is not None  # noqa: S101 - narrows the type for mypy
        if copy_keys is None:
            copy_keys = self._copy_keys(outputs.encoder_last_hidden_state, source_ids)
        hidden = outputs.last_hidden_state
        query = self.copy_query(torch.cat([hidden, self._embed(decoder_input_ids)], dim=-1))
        query = functional.pad(query / self.config.copy_dim**0.5, (0, 1), value=1.0)
        scores = torch.matmul(query, copy_keys.transpose(1, 2)).float()
        hole = source_ids == self.config.pad_token_id
        scores = scores.masked_fill(hole[:, None, :], torch.finfo(scores.dtype).min)
        log_copy = functional.log_softmax(scores, dim=-1)
        gate = self.gate(hidden).float().squeeze(-1)
        loss, logits = None, None
        if labels is not None:
            logits = self._likelihood(hidden, gate, log_copy, source_ids, labels)
            loss = -logits.mean()
            if used is not None:
                loss = loss + SELECTION_WEIGHT * self._selection_loss(
                    outputs.encoder_last_hidden_state, used
                )
        else:
            logits = self._mixture(hidden, gate, log_copy, source_ids)
        return Seq2SeqLMOutput(
            loss=loss,
            logits=logits,
            past_key_values=outputs.past_key_values,
            encoder_last_hidden_state=outputs.encoder_last_hidden_state,
        )

    def _mixture(
        self,
        hidden: torch.Tensor,
        gate: torch.Tensor,
        log_copy: torch.Tensor,
        source_ids: torch.Tensor,
    ) -> torch.Tensor:
        generated = functional.log_softmax(self.lm_head(hidden).float(), dim=-1).exp()
        share = torch.sigmoid(gate)[..., None]
        index = source_ids[:, None, :].expand(-1, hidden.shape[1], -1)
        mixture = generated * share
        mixture = mixture.scatter_add(-1, index, log_copy.exp() * (1 - share))
        return mixture.clamp_min(1e-9).log()

    def _likelihood(
        self,
        hidden: torch.Tensor,
        gate: torch.Tensor,
        log_copy: torch.Tensor,
        source_ids: torch.Tensor,
        labels: torch.Tensor,
    ) -> torch.Tensor:
        """The log-probability of each counted label, one after the other."""
        counted = labels != IGNORED
        wanted = labels[counted]
        # Only counted positions go through the vocabulary, and only the target's own
        # probability is needed, so nothing is scattered over the vocabulary.
        vocabulary = functional.cross_entropy(
            self.lm_head(hidden[counted]).float(), wanted, reduction="none"
        )
        same = source_ids[:, None, :] == labels[:, :, None]
        copied = log_copy.masked_fill(~same, torch.finfo(log_copy.dtype).min).logsumexp(dim=-1)
        gate = gate[counted]
        return torch.logaddexp(
            functional.logsigmoid(gate) - vocabulary,
            functional.logsigmoid(-gate) + copied[counted],
        )

    def _selection_loss(self, encoded: torch.Tensor, used: torch.Tensor) -> torch.Tensor:
        counted = used != IGNORED
        return functional.binary_cross_entropy_with_logits(
            self.selector(encoded).float().squeeze(-1)[counted], used[counted].float()
        )

    def _embed(self, ids: torch.Tensor) -> torch.Tensor:
        scale = self.config.d_model**0.5 if self.config.scale_embedding else 1.0
        return functional.embedding(ids, self.model.shared.weight) * scale

    def _copy_keys(self, encoded: torch.Tensor, source_ids: torch.Tensor) -> torch.Tensor:
        before = functional.pad(source_ids[:, :-1], (1, 0), value=self.config.pad_token_id)
        keys = self.copy_key(torch.cat([encoded, self._embed(before)], dim=-1))
        prior = functional.logsigmoid(self.selector(encoded).float()).to(keys.dtype)
        # The query's last place is 1, so that the prior is added by the same product.
        return torch.cat([keys, prior], dim=-1)

    def _shift_right(self, labels: torch.Tensor) -> torch.Tensor:
        start = self.config.decoder_start_token_id
        shifted = functional.pad(labels[:, :-1], (1, 0), value=start)
        return shifted.masked_fill(shifted == IGNORED, self.config.pad_token_id)

    def _reorder_cache(self, past_key_values: Any, beam_idx: torch.Tensor) -> Any:
        """Reorder what the beams wrote; the source is the same for all beams of a passage.

        transformers' own would copy the keys and values of the source at every step.
        """
        past_key_values.self_attention_cache.reorder_cache(beam_idx)
        return past_key_values

    @torch.inference_mode()
    def generate(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None, **kwargs: Any
    ) -> Any:
        """Run ``generate`` of transformers, encoding once and keeping the copy keys for all steps.

        ``input_ids`` and ``attention_mask`` are ``(batch, source)``; without a mask the
        padding token is masked.
        """
        if attention_mask is None:
            attention_mask = (input_ids != self.config.pad_token_id).long()
        encoded = self.model.encoder(input_ids=input_ids, attention_mask=attention_mask)
        return super().generate(
            attention_mask=attention_mask,
            encoder_outputs=encoded,
            source_ids=input_ids,
            copy_keys=self._copy_keys(encoded.last_hidden_state, input_ids),
            **kwargs,
        )


def register() -> None:
    """Make the architecture known to the Auto classes; may be called again."""
    AutoConfig.register(PointerPegasusConfig.model_type, PointerPegasusConfig, exist_ok=True)
    AutoModelForSeq2SeqLM.register(
        PointerPegasusConfig, PointerPegasusForConditionalGeneration, exist_ok=True
    )
