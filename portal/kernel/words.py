"""How do pure rooms hold words that a page will translate?

`_l` marks an English sentence for the catalogues and returns it untouched; the web room translates it when it is shown.
A `Sentence` carries the values that belong in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


def _l(text: str) -> str:
    """Mark `text` as a message to be translated. Known to the catalogue extractor by its name."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A message id and the values its %(name)s places take."""

    text: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def say(text: str, /, **values: object) -> Sentence:
    """A sentence with its values: `say(_l("At most %(count)s words."), count=300)`."""
    return Sentence(text, values)
