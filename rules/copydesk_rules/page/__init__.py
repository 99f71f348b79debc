"""What a page puts around its article: boilerplate, captions, headlines of other stories."""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
