"""Golden values of texts as numbers by scikit-learn: CountVectorizer, TfidfVectorizer, HashingVectorizer.

Run: python tests/oracle/sklearn_text.py. Versions: requirements.txt. The tests compare to 1e-9.
"""
import json
import pathlib

from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer

HERE = pathlib.Path(__file__).parent
train = [
    "The quick brown fox jumps over the lazy dog.",
    "A brown dog, a QUICK dog; a fox_trot!",
    "",
    "Zürich und Köln: naïve café — ÉTÉ 2024",
    "the   the\tthe\n fox 日本語 テスト 😀😀 𝒳yz 𝒳yz",
    "x y z 3.14 don't can't U.S.A.",
    "quick quick quick brown",
]
later = ["A new fox, unseen words: quick Dog 日本語", "", "the the brown"]
NAMES = {"word": "word", "char": "char", "char_wb": "charWb"}
golden = {"train": train, "later": later, "counts": [], "tfidf": [], "hashed": []}


def fitted(vectorizer):
    made = vectorizer.fit(train)
    terms = [str(t) for t in made.get_feature_names_out()]
    return {"terms": terms, "train": made.transform(train).toarray().tolist(), "later": made.transform(later).toarray().tolist()}


for analyzer, ngrams, min_df, max_df, lowercase, binary in [
    ("word", (1, 1), 1, 1.0, True, False), ("word", (1, 2), 2, 1.0, True, False), ("word", (2, 3), 1, 1.0, False, True),
    ("word", (1, 1), 1, 0.4, True, False), ("char", (1, 3), 2, 1.0, True, False), ("char_wb", (2, 4), 2, 1.0, True, False),
    ("char_wb", (3, 6), 1, 1.0, True, False), ("char", (2, 2), 1, 0.5, False, False)]:
    vectorizer = CountVectorizer(analyzer=analyzer, ngram_range=ngrams, min_df=min_df, max_df=max_df, lowercase=lowercase, binary=binary)
    golden["counts"].append({"options": {"analyzer": NAMES[analyzer], "from": ngrams[0], "to": ngrams[1], "least": min_df, "most": max_df,
                                         "limit": 10000, "lowercase": lowercase, "binary": binary}, **fitted(vectorizer)})
# The limit cuts where no two terms are equally frequent: which of those stays is up to numpy's sort.
for limit in [2, 3]:
    golden["counts"].append({"options": {"least": 1, "limit": limit}, **fitted(CountVectorizer(max_features=limit))})
for norm, sublinear, smooth, ngrams in [("l2", False, True, (1, 1)), ("l2", True, True, (1, 2)), ("l1", False, False, (1, 1)), (None, True, False, (1, 2))]:
    vectorizer = TfidfVectorizer(norm=norm, sublinear_tf=sublinear, smooth_idf=smooth, ngram_range=ngrams)
    golden["tfidf"].append({"options": {"from": ngrams[0], "to": ngrams[1], "least": 1, "limit": 10000, "sublinear": sublinear, "smooth": smooth, "norm": norm or "none"},
                            **fitted(vectorizer)})
for size, signed, norm, analyzer, ngrams in [(16, True, "l2", "word", (1, 2)), (8, False, "l1", "word", (1, 1)), (32, True, None, "char_wb", (3, 3))]:
    vectorizer = HashingVectorizer(n_features=size, alternate_sign=signed, norm=norm, analyzer=analyzer, ngram_range=ngrams)
    golden["hashed"].append({"options": {"size": size, "signed": signed, "norm": norm or "none", "analyzer": NAMES[analyzer], "from": ngrams[0], "to": ngrams[1]},
                             "train": vectorizer.transform(train).toarray().tolist(), "later": vectorizer.transform(later).toarray().tolist()})


def short(value):
    """12 digits; whole numbers as such."""
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    if isinstance(value, list):
        return [short(v) for v in value]
    if isinstance(value, float):
        return int(value) if value == int(value) else float(f"{value:.12g}")
    return value


(HERE / "sklearn" / "text.json").write_text(json.dumps(short(golden)))
