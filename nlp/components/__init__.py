"""One file per extractor; each is a spaCy component that anyone may add to a pipeline of their own."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every file of this folder, so that spaCy knows the components by name."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
