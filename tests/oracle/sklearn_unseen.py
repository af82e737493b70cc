"""What scikit-learn makes, at predict time, of values that training did not have: categories, gaps, numbers beyond the
range, texts without a known word. Writes sklearn/unseen.json.

    python tests/oracle/sklearn_unseen.py
"""

import json
import pathlib
import warnings

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)

warnings.simplefilter("ignore")

words = ["red", "green", "red", "blue", "green", "red", "red", "teal"]
gaps = ["red", "green", None, "blue", "green", "red", None, "teal"]
new_words = ["red", "purple", None]
y = [1.0, 2.5, 3.0, -1.0, 4.0, 0.5, 2.0, 7.0]
x = [0.5, 1.0, 2.0, 3.5, 4.0, 6.0, 8.0, 9.0]
new_x = [-20.0, 0.5, 5.0, 9.0, 400.0]
texts = ["a red car", "a blue boat", "red boat", "the car and the boat", "green bike", "red bike", "a car", "boat"]
new_texts = ["purple plane", "red plane", ""]


def column(values):
    return np.array(values, dtype=object).reshape(-1, 1)


def made(array):
    if hasattr(array, "toarray"):
        array = array.toarray()
    return [[None if np.isnan(v) else float(v) for v in row] for row in np.asarray(array, dtype=float)]


def words_by(encoder, train, new=None, **fit):
    encoder.fit(column(train), **fit)
    return made(encoder.transform(column(new_words if new is None else new)))


known = ["red", "purple"]
numbers = np.array(x).reshape(-1, 1)
beyond = np.array(new_x).reshape(-1, 1)


def numbers_by(step):
    return [row[0] for row in made(step.fit(numbers).transform(beyond))]


def raises(step, values):
    try:
        step.fit(numbers).transform(np.array(values).reshape(-1, 1))
        return False
    except ValueError:
        return True


out = {
    "words": words,
    "gaps": gaps,
    "newWords": new_words,
    "y": y,
    "x": x,
    "newX": new_x,
    "texts": texts,
    "newTexts": new_texts,
    "categories": {
        # A gap is a category of its own where training had one.
        "onehot": words_by(OneHotEncoder(handle_unknown="ignore"), gaps),
        "onehotNoGaps": words_by(OneHotEncoder(handle_unknown="ignore"), words),
        # Two kept, the rest share a column, and so does what is unknown.
        "onehotRare": words_by(OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=3), words, known),
        "ordinal": words_by(
            OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1),
            [np.nan if w is None else w for w in gaps],
            ["red", "purple", np.nan],
        ),
        "target": words_by(TargetEncoder(target_type="continuous"), gaps, y=np.array(y)),
        "targetNoGaps": words_by(TargetEncoder(target_type="continuous"), words, y=np.array(y)),
        "hashing": made(FeatureHasher(n_features=6, input_type="string").transform([[w] for w in known])),
    },
    "texts_": {
        "words": made(CountVectorizer(token_pattern=r"(?u)\b\w\w+\b").fit(texts).transform(new_texts)),
        "tfidf": made(TfidfVectorizer().fit(texts).transform(new_texts)),
        "hashedText": made(HashingVectorizer(n_features=16).transform(new_texts)),
    },
    "numbers": {
        "bins": numbers_by(KBinsDiscretizer(n_bins=3, encode="ordinal", strategy="uniform")),
        "quantile": numbers_by(QuantileTransformer(n_quantiles=8)),
        "quantileNormal": numbers_by(QuantileTransformer(n_quantiles=8, output_distribution="normal")),
        "yeoJohnson": numbers_by(PowerTransformer(method="yeo-johnson", standardize=False)),
        "standard": numbers_by(StandardScaler()),
        "minMax": numbers_by(MinMaxScaler()),
        "maxAbs": numbers_by(MaxAbsScaler()),
        "robust": numbers_by(RobustScaler()),
    },
    # Gaps where training had none take the statistic of the training rows.
    "imputed": {
        how: float(SimpleImputer(strategy=how).fit(numbers).transform([[np.nan]])[0, 0]) for how in ["mean", "median"]
    },
    # Box-Cox refuses the whole table; a logarithm gives no number. Neither gives a number to predict from.
    "boxCoxRaises": raises(PowerTransformer(method="box-cox"), [-1.0, 2.0]),
    "logOfNegative": made(FunctionTransformer(np.log).fit(numbers).transform(np.array([[-1.0], [1.0]]))),
}

path = pathlib.Path(__file__).parent / "sklearn" / "unseen.json"
path.write_text(json.dumps(out, indent=1) + "\n")
