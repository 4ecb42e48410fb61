"""The vocabulary as rows: what each code of the contract is called, from `nlp.vocabulary`."""

from db.rows import Row
from nlp.vocabulary import FIELDS, MAPPINGS, TERMS


def vocabulary_rows() -> list[Row]:
    """One row a code, in the contract's order."""
    return [
        {
            "field": field, "code": term.code, "label_fr": term.fr, "label_en": term.en, "definition": term.definition,
            "category": term.category, "article_9": int(term.art9), "article_10": int(term.art10),
            **{name: term.mappings.get(name) for name in MAPPINGS},
        }
        for field in FIELDS
        for term in TERMS[field].values()
    ]  # fmt: skip
