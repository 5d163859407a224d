"""The language model that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.settings import Settings

if TYPE_CHECKING:
    from answer.holdings.language_model import LanguageModel


def language_model(settings: Settings) -> LanguageModel | None:
    """The model, None where the settings name no server or no model: then the rules answer alone."""
    if not (settings.llm_url and settings.llm_model):
        return None
    from answer.holdings.language_model import LanguageModel

    return LanguageModel(settings.llm_url, settings.llm_model, settings.llm_key.get_secret_value())
