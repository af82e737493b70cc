"""Golden values of texts as token codes by Keras: TextVectorization with output_mode="int".

Run: python tests/oracle/keras_tokens.py. Versions: requirements.txt. Keras lower-cases ASCII letters alone and takes off
ASCII punctuation alone; the texts have no other capitals and punctuation, where Tablab goes further.
"""
import json
import pathlib

import keras
import tensorflow as tf

HERE = pathlib.Path(__file__).parent
train = [
    "The quick brown fox jumps over the lazy dog.",
    "A brown dog, a QUICK dog; a fox_trot!",
    "",
    "zürich und köln: naïve café 2024",
    "the   the\tthe\n fox 日本語 テスト 😀😀 yz yz",
    "x y z 3.14 don't can't U.S.A. $5 + <b> a^2 = ~c|d `e`",
    "quick quick quick brown",
    "über alles, zebra apple; zebra? apple",
]
later = ["A new fox, unseen words: quick Dog 日本語", "", "the the brown", "... !!!", "over " * 20]
golden = {"train": train, "later": later, "cases": []}

for pieces, lowercase, limit, length in [
    ("word", True, 1000, 12), ("word", False, 1000, 12), ("word", True, 8, 6), ("word", True, 5, 3), ("word", True, 17, 40),
    ("char", True, 1000, 30), ("char", True, 14, 20), ("char", False, 20, 20)]:
    layer = keras.layers.TextVectorization(
        max_tokens=limit, output_mode="int", output_sequence_length=length,
        standardize="lower_and_strip_punctuation" if lowercase else "strip_punctuation",
        split="whitespace" if pieces == "word" else "character")
    layer.adapt(train)
    golden["cases"].append({
        "options": {"pieces": pieces, "lowercase": lowercase, "limit": limit, "least": 1, "cut": "set", "length": length},
        # Without the places of padding and unknown words.
        "terms": [str(t) for t in layer.get_vocabulary()][2:],
        "train": layer(tf.constant(train)).numpy().tolist(),
        "later": layer(tf.constant(later)).numpy().tolist()})

(HERE / "keras").mkdir(exist_ok=True)
(HERE / "keras" / "tokens.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")
