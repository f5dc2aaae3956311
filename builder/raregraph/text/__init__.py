"""Text as it stands: decoding, canonical form, sentences, words and their normal form."""

from raregraph.text.canonical import canonical_text, decode
from raregraph.text.sentences import SentenceSplitter
from raregraph.text.words import Normalizer, Word, find_words

__all__ = ["Normalizer", "SentenceSplitter", "Word", "canonical_text", "decode", "find_words"]
