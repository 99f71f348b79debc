"""The weights of `boilerplate_pages`, written by `tools/train_boilerplate.py`: do not edit.

Development set of 2026-11, five folds by site, 592 pages, 59754 blocks of furniture, 8626 of content.
threshold  1.0: furniture found 0.988, content flagged 0.071, content F1 0.923
threshold  1.5: furniture found 0.982, content flagged 0.059, content F1 0.912
threshold  2.0: furniture found 0.975, content flagged 0.049, content F1 0.896
threshold  2.5: furniture found 0.966, content flagged 0.041, content F1 0.873
threshold  3.0: furniture found 0.952, content flagged 0.031, content F1 0.842
threshold  3.5: furniture found 0.935, content flagged 0.023, content F1 0.804
threshold  4.0: furniture found 0.910, content flagged 0.017, content F1 0.754
site-widget  furniture found 0.961, content flagged 0.034, content F1 0.864
"""

FIRST: dict[str, float] = {
    "constant": 3.281, "size 0 ended": -0.52, "size 0 open": -0.769, "size 1 ended": 0.929, "size 1 open": 2.05, "size 2 ended": 0.73,
    "size 2 open": 0.11, "size 3 ended": -1.27, "size 3 open": -0.271, "size 4 ended": -1.46, "size 4 open": -0.573,
    "size 5 ended": -2.09, "size 5 open": 0.0155, "size 6 ended": -1.89, "size 6 open": -0.225, "size 7 ended": -2.26,
    "size 7 open": 0.29, "size 8 ended": -3, "size 8 open": -1.74, "size 9 ended": -4.07, "size 9 open": -0.868, "size 10 ended": -4.16,
    "size 10 open": -2.03, "stop words": 0.561, "stop words, long": -3.95, "stop words, some": -0.0776, "capitals": 1.26,
    "capitals, long": -0.542, "numbers": -0.378, "upper case": -1.45, "upper case, long": 4.83, "colon": -0.975, "omission": 0.541,
    "quote": -1.42, "quote, ended": -1.57, "lower case": -0.807, "symbol": 0.964, "symbols": -0.155, "commas": 0.138, "marks": -0.799,
    "sentences": 0.331, "repeated": 1.11, "repeated, long": 0.032, "widgets": 0.148, "labels": 1.52, "phrases": 0.628, "opening": 0.875,
    "telling": -0.997, "opening, ended": 0.496, "word length": -0.123, "blank before": -0.116, "blank after": 0.338,
    "blank around": -1.21, "overlap": -2.06, "overlap, few": -0.544, "overlap, long": 0.691, "overlapping": -0.281,
    "no long words": -1.34,
}  # fmt: skip

SECOND: dict[str, float] = {
    "constant": 6.727, "size 0 ended": 0.589, "size 0 open": -0.559, "size 1 ended": 2.69, "size 1 open": 5.57, "size 2 ended": 1.53,
    "size 2 open": -0.331, "size 3 ended": -4.29, "size 3 open": -0.784, "size 4 ended": -4.23, "size 4 open": -1.42,
    "size 5 ended": -5.58, "size 5 open": -0.102, "size 6 ended": -4.1, "size 6 open": 0.159, "size 7 ended": -5.1, "size 7 open": 2.17,
    "size 8 ended": -7.29, "size 8 open": -4.68, "size 9 ended": -10.2, "size 9 open": -2.67, "size 10 ended": -10.8,
    "size 10 open": -6.1, "stop words": 1.54, "stop words, long": -12.1, "stop words, some": 1.14, "capitals": 4.63,
    "capitals, long": -3.82, "numbers": -0.0695, "upper case": -3.39, "upper case, long": 13.1, "colon": -2.06, "omission": 2.06,
    "quote": -4.17, "quote, ended": -3.79, "lower case": -1.38, "symbol": 1.84, "symbols": 0.00244, "commas": 0.193, "marks": -0.321,
    "sentences": 0.78, "repeated": 2.1, "repeated, long": -0.253, "widgets": 2.03, "labels": 4.42, "phrases": 1.76, "opening": 2.39,
    "telling": -0.408, "opening, ended": 0.669, "word length": -0.246, "blank before": -0.968, "blank after": 0.396,
    "blank around": -2.73, "overlap": -5.6, "overlap, few": -1.9, "overlap, long": 1.55, "overlapping": -0.816, "no long words": -3.53,
    "around: prose before": -0.453, "around: prose after": 0.267, "around: prose near": -0.00524, "around: prose far": -0.255,
    "around: prose next before": -0.891, "around: prose next after": 0.926, "around: prose around": 0.187,
    "around: widget before": 0.0476, "around: widget after": 0.177, "around: widget near": 0.193, "around: widget far": 0.0631,
    "around: widget next before": -0.176, "around: widget next after": 0.583, "around: widget around": 0.123,
    "around: label before": -0.319, "around: label after": -0.139, "around: label near": -0.485, "around: label far": -0.101,
    "around: label next before": -0.675, "around: label next after": -0.59, "around: label around": 0.752,
    "around: labels within 2": -4.57, "around: prose within 2": -1.28, "around: overlap within 2": 2.62, "around: repeated within 2": 1.6,
    "around: labels within 6": -0.388, "around: prose within 6": -1.72, "around: overlap within 6": -2.79,
    "around: repeated within 6": -1.57, "around: labels within 15": -1.9, "around: prose within 15": 0.847,
    "around: overlap within 15": -1.11, "around: repeated within 15": 1.26, "around: overlap at -1": -0.611, "around: label at -1": 0.805,
    "around: gap at -1": 0.321, "around: words at -1": -0.29, "around: ended at -1": -0.476, "around: overlap at 1": -0.398,
    "around: label at 1": 1.64, "around: gap at 1": 0.089, "around: words at 1": -0.303, "around: ended at 1": -0.102,
    "around: overlap at -2": -1.43, "around: label at -2": 0.766, "around: gap at -2": 0.271, "around: words at -2": -0.0179,
    "around: ended at -2": -0.321, "around: overlap at 2": -0.559, "around: label at 2": 1.37, "around: gap at 2": -0.00158,
    "around: words at 2": 0.299, "around: ended at 2": 0.103, "around: place": 0.753, "around: top": 0.4, "around: blocks": 0.399,
    "around: share of prose": -0.727, "around: prose and place": 8.13, "around: off the middle": 3.25, "score": -2.09,
    "score at -1": -0.0169, "score at 1": 0.0451, "score at -2": -0.0924, "score at 2": -0.0943, "score at -3": 0.00861,
    "score at 3": -0.0969, "score within 3": 0.227, "score within 8": 0.161, "score within 20": 0.465, "inside": -0.707, "above": 0.08,
    "below": 0.13, "after": -0.18, "mass": 3.04, "mass, inside": 0.0695, "just above": 0.184, "two above": -0.953,
}  # fmt: skip
