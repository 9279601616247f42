"""Complete follow-up questions, from the earlier questions and by trial."""

from askdoc.followup.antecedents import EXAMINED
from askdoc.followup.completion import complete, depends_on_history, is_joined
from askdoc.followup.trials import completions

__all__ = ["EXAMINED", "complete", "completions", "depends_on_history", "is_joined"]
