"""Dates: every moment the article names, at the precision it is named with.

L'attaque, survenue dans la nuit du 10 au 11 juillet, a été revendiquée mardi.
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^                      ^^^^^
                    2022-07-10                                            2022-07-19, published 2022-07-21

`doc.spans["dates"]`: label = precision, `span._.date` the moment. The grammar is `nlp.dates`.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.dates import find_dates
from nlp.scores import set_score
from nlp.text import span_of, text_of

if not Span.has_extension("date"):
    Span.set_extension("date", default=None)


@Language.component("vigie_dates", assigns=["doc.spans"])
def dates(doc: Doc) -> Doc:
    """Find every date; one without a value stays, labelled `unknown`."""
    spans = []
    for moment in find_dates(text_of(doc), published=doc._.published):
        span = span_of(doc, moment.start, moment.end, moment.precision or "unknown")
        span._.date = moment
        set_score(span, "dates", 0.9 if moment.anchored else 0.97)
        spans.append(span)
    doc.spans["dates"] = spans
    return doc
