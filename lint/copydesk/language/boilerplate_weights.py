"""The weights of `boilerplate_pages`, written by `tools/train_boilerplate.py`: do not edit.

Development set of 2026-11, five folds by site, 592 pages, 59754 blocks of furniture, 8626 of content.
threshold  0.5: furniture found 0.989, content flagged 0.089, content F1 0.917
threshold  1.0: furniture found 0.985, content flagged 0.077, content F1 0.910
threshold  1.5: furniture found 0.979, content flagged 0.063, content F1 0.900
threshold  2.0: furniture found 0.970, content flagged 0.051, content F1 0.880
threshold  2.5: furniture found 0.958, content flagged 0.042, content F1 0.852
threshold  3.0: furniture found 0.942, content flagged 0.031, content F1 0.816
threshold  3.5: furniture found 0.919, content flagged 0.020, content F1 0.771
"""

FIRST: dict[str, float] = {
    "constant": 3.61, "size 0 ended": -0.597, "size 0 open": 0.227, "size 1 ended": 0.418, "size 1 open": 1.74, "size 2 ended": -0.358,
    "size 2 open": 0.161, "size 3 ended": -1.55, "size 3 open": -0.297, "size 4 ended": -1.48, "size 4 open": -0.575,
    "size 5 ended": -1.87, "size 5 open": -0.0153, "size 6 ended": -1.71, "size 6 open": 0.438, "size 7 ended": -2.22,
    "size 7 open": 0.591, "size 8 ended": -2.8, "size 8 open": -0.574, "size 9 ended": -3.25, "size 9 open": 0.465,
    "size 10 ended": -3.63, "size 10 open": -0.364, "stop words": 0.0625, "stop words, long": -4.45, "stop words, some": 0.615,
    "capitals": 1.14, "capitals, long": 0.0665, "numbers": -0.314, "upper case": -1.04, "upper case, long": 1.16, "colon": -1.11,
    "omission": -0.78, "quote": -0.792, "quote, ended": -2.09, "lower case": -0.589, "symbol": 0.586, "symbols": -0.0508, "commas": 0.196,
    "marks": -1.12, "sentences": 0.343, "repeated": 0.678, "repeated, long": 0.798, "widgets": 0.28, "labels": 1.87, "phrases": 0.522,
    "opening": 1.14, "telling": -1.83, "opening, ended": 0.118, "word length": -0.112, "blank before": -0.239, "blank after": 0.245,
    "blank around": -1.45, "overlap": -1.97, "overlap, few": -0.457, "overlap, long": 1.07, "overlapping": -0.44, "no long words": -1.25,
}  # fmt: skip

SECOND: dict[str, float] = {
    "constant": 4.121, "size 0 ended": 0.799, "size 0 open": 1.6, "size 1 ended": 1.23, "size 1 open": 3.5, "size 2 ended": 0.399,
    "size 2 open": 0.166, "size 3 ended": -3.37, "size 3 open": -0.621, "size 4 ended": -2.78, "size 4 open": -1.27,
    "size 5 ended": -3.61, "size 5 open": -0.206, "size 6 ended": -3.08, "size 6 open": 0.766, "size 7 ended": -4.06, "size 7 open": 1.25,
    "size 8 ended": -5.12, "size 8 open": -2.36, "size 9 ended": -6.27, "size 9 open": 0.371, "size 10 ended": -6.94,
    "size 10 open": -2.88, "stop words": 0.0756, "stop words, long": -8.36, "stop words, some": 2.09, "capitals": 2.93,
    "capitals, long": -1.15, "numbers": 0.292, "upper case": -1.77, "upper case, long": 4.37, "colon": -1.72, "omission": 0.036,
    "quote": -1.68, "quote, ended": -3.37, "lower case": -1.02, "symbol": 0.975, "symbols": 0.0691, "commas": 0.519, "marks": -1.8,
    "sentences": 0.609, "repeated": 0.886, "repeated, long": 1.22, "widgets": 1.37, "labels": 3.81, "phrases": 1.14, "opening": 2.53,
    "telling": -0.906, "opening, ended": -1.06, "word length": -0.155, "blank before": -0.672, "blank after": 0.563,
    "blank around": -2.81, "overlap": -4.29, "overlap, few": -1.35, "overlap, long": 2.18, "overlapping": -0.822, "no long words": -2.58,
    "around: prose before": -0.376, "around: prose after": 0.209, "around: prose near": 0.0106, "around: prose far": -0.25,
    "around: prose next before": -0.999, "around: prose next after": 0.485, "around: prose around": -0.0307,
    "around: widget before": -0.111, "around: widget after": 0.351, "around: widget near": 0.187, "around: widget far": 0.0891,
    "around: widget next before": -0.118, "around: widget next after": 0.826, "around: widget around": 0.184,
    "around: label before": -0.229, "around: label after": -0.287, "around: label near": -0.377, "around: label far": -0.244,
    "around: label next before": -0.62, "around: label next after": -0.804, "around: label around": 0.107,
    "around: labels within 2": -4.39, "around: prose within 2": -1.06, "around: overlap within 2": 3.58,
    "around: repeated within 2": 1.37, "around: labels within 6": -1.3, "around: prose within 6": -2.5,
    "around: overlap within 6": -0.935, "around: repeated within 6": -1.7, "around: labels within 15": 0.362,
    "around: prose within 15": 0.638, "around: overlap within 15": -3.5, "around: repeated within 15": 0.924,
    "around: overlap at -1": -0.733, "around: label at -1": 0.798, "around: gap at -1": 0.282, "around: words at -1": -0.238,
    "around: ended at -1": -0.147, "around: overlap at 1": -0.811, "around: label at 1": 1.97, "around: gap at 1": -0.207,
    "around: words at 1": -0.259, "around: ended at 1": 0.0514, "around: overlap at -2": -1.12, "around: label at -2": 0.713,
    "around: gap at -2": 0.136, "around: words at -2": 0.0161, "around: ended at -2": -0.221, "around: overlap at 2": -0.865,
    "around: label at 2": 1.15, "around: gap at 2": 0.0166, "around: words at 2": 0.0911, "around: ended at 2": -0.0357,
    "around: place": 0.702, "around: top": 0.792, "around: blocks": 0.615, "around: share of prose": 2.82,
    "around: prose and place": 6.49, "around: off the middle": 2.95, "score": -1.36, "score at -1": -0.0059, "score at 1": -0.0407,
    "score at -2": -0.0497, "score at 2": -0.109, "score at -3": 0.00172, "score at 3": -0.0659, "score within 3": 0.282,
    "score within 8": 0.0313, "score within 20": 0.281, "inside": -0.13, "above": 0.449, "below": 0.254, "after": 0.596, "mass": 2.31,
    "mass, inside": 0.00421, "just above": 0.509, "two above": -0.3,
}  # fmt: skip
