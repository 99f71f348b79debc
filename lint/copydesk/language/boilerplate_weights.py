"""The weights of `boilerplate_pages`, written by `tools/train_boilerplate.py`: do not edit.

Development set of 2026-11, five folds by site, 592 pages, 59754 blocks of furniture, 8626 of content.
threshold  1.0: furniture found 0.990, content flagged 0.052, content F1 0.941
threshold  1.5: furniture found 0.987, content flagged 0.046, content F1 0.933
threshold  2.0: furniture found 0.983, content flagged 0.041, content F1 0.922
threshold  2.5: furniture found 0.977, content flagged 0.036, content F1 0.907
threshold  3.0: furniture found 0.968, content flagged 0.032, content F1 0.885
threshold  3.5: furniture found 0.958, content flagged 0.026, content F1 0.859
threshold  4.0: furniture found 0.944, content flagged 0.020, content F1 0.829
site-widget  furniture found 0.973, content flagged 0.034, content F1 0.896
"""

FIRST: dict[str, float] = {
    "constant": 3.604, "size 0 ended": -0.595, "size 0 open": 0.19, "size 1 ended": 0.427, "size 1 open": 1.75, "size 2 ended": -0.313,
    "size 2 open": 0.164, "size 3 ended": -1.54, "size 3 open": -0.295, "size 4 ended": -1.48, "size 4 open": -0.576,
    "size 5 ended": -1.88, "size 5 open": -0.0148, "size 6 ended": -1.72, "size 6 open": 0.412, "size 7 ended": -2.22,
    "size 7 open": 0.572, "size 8 ended": -2.81, "size 8 open": -0.628, "size 9 ended": -3.28, "size 9 open": 0.405,
    "size 10 ended": -3.66, "size 10 open": -0.46, "stop words": 0.0777, "stop words, long": -4.44, "stop words, some": 0.595,
    "capitals": 1.14, "capitals, long": 0.0487, "numbers": -0.317, "upper case": -1.06, "upper case, long": 1.33, "colon": -1.1,
    "omission": -0.742, "quote": -0.817, "quote, ended": -2.07, "lower case": -0.597, "symbol": 0.616, "symbols": -0.0533,
    "commas": 0.195, "marks": -1.12, "sentences": 0.345, "repeated": 0.685, "repeated, long": 0.778, "widgets": 0.271, "labels": 1.86,
    "phrases": 0.526, "opening": 1.14, "telling": -1.76, "opening, ended": 0.107, "word length": -0.113, "blank before": -0.233,
    "blank after": 0.246, "blank around": -1.44, "overlap": -1.97, "overlap, few": -0.463, "overlap, long": 1.05, "overlapping": -0.433,
    "no long words": -1.26,
}  # fmt: skip

SECOND: dict[str, float] = {
    "constant": 1.774, "size 0 ended": 1.17, "size 0 open": 1.38, "size 1 ended": 1.22, "size 1 open": 2.91, "size 2 ended": 1.06,
    "size 2 open": -0.0886, "size 3 ended": -3.17, "size 3 open": -0.517, "size 4 ended": -2.24, "size 4 open": -1.14,
    "size 5 ended": -3.14, "size 5 open": -0.0535, "size 6 ended": -2.28, "size 6 open": 0.972, "size 7 ended": -2.98, "size 7 open": 1.8,
    "size 8 ended": -3.87, "size 8 open": -2.23, "size 9 ended": -5.07, "size 9 open": 0.649, "size 10 ended": -5.58,
    "size 10 open": -1.85, "stop words": 0.843, "stop words, long": -7.75, "stop words, some": 0.854, "capitals": 2.49,
    "capitals, long": -1.1, "numbers": 1.55, "upper case": -1.76, "upper case, long": 5.09, "colon": -0.353, "omission": -0.43,
    "quote": -1.9, "quote, ended": -2.65, "lower case": -0.499, "symbol": 0.748, "symbols": 0.159, "commas": -0.0171, "marks": -1.82,
    "sentences": 0.486, "repeated": 0.946, "repeated, long": 0.505, "widgets": 0.698, "labels": 1.61, "phrases": 1.14, "opening": 2.43,
    "telling": -1.57, "opening, ended": -0.874, "word length": -0.178, "blank before": -0.336, "blank after": 0.782, "blank around": -3.4,
    "overlap": -2.58, "overlap, few": -1.52, "overlap, long": 1.28, "overlapping": -0.793, "no long words": -1.97,
    "around: prose before": -0.341, "around: prose after": 0.271, "around: prose near": -0.0148, "around: prose far": -0.0847,
    "around: prose next before": -0.572, "around: prose next after": 0.814, "around: prose around": 0.4, "around: widget before": -0.158,
    "around: widget after": 0.303, "around: widget near": 0.148, "around: widget far": 0.00152, "around: widget next before": -0.368,
    "around: widget next after": 0.686, "around: widget around": 0.172, "around: label before": -0.354, "around: label after": -0.0708,
    "around: label near": -0.268, "around: label far": -0.228, "around: label next before": -0.502, "around: label next after": -0.459,
    "around: label around": 0.312, "around: labels within 2": -3.44, "around: prose within 2": -0.706, "around: overlap within 2": 1.55,
    "around: repeated within 2": 1.14, "around: labels within 6": -2.14, "around: prose within 6": -3.04,
    "around: overlap within 6": -0.39, "around: repeated within 6": -1.62, "around: labels within 15": 0.166,
    "around: prose within 15": 0.159, "around: overlap within 15": -5.18, "around: repeated within 15": 0.722,
    "around: overlap at -1": -0.22, "around: label at -1": 0.312, "around: gap at -1": 0.258, "around: words at -1": -0.182,
    "around: ended at -1": -0.719, "around: overlap at 1": -0.319, "around: label at 1": 1.58, "around: gap at 1": -0.5,
    "around: words at 1": -0.256, "around: ended at 1": -0.164, "around: overlap at -2": -0.61, "around: label at -2": 0.413,
    "around: gap at -2": 0.132, "around: words at -2": 0.133, "around: ended at -2": -0.543, "around: overlap at 2": -0.413,
    "around: label at 2": 1.13, "around: gap at 2": 0.0416, "around: words at 2": 0.148, "around: ended at 2": -0.0625,
    "around: place": 2.86, "around: top": 0.137, "around: blocks": 0.642, "around: share of prose": 1.68, "around: prose and place": 4.17,
    "around: off the middle": 3.24, "around: run len": 0.0396, "around: run pos": -0.383, "around: run left": -0.23,
    "around: run mean words": -0.113, "around: run dev words": -0.488, "around: run mean label": -0.83, "around: run dev label": 5.26,
    "around: run mean numbers": -2.09, "around: run dev numbers": -2.19, "around: run mean stop": -2.28, "around: run dev stop": 0.569,
    "around: run mean capitals": 0.658, "around: run dev capitals": 0.087, "around: run mean overlap": 1.47,
    "around: run dev overlap": -1.42, "around: run mean repeated": 1.12, "around: run dev repeated": -0.359,
    "around: run after prose": -1.18, "around: run after intro": 1.44, "around: run before prose": 0.232,
    "around: prose both sides": 0.375, "around: intro before": 0.682, "around: group len": 0.152, "around: group pos": 0.145,
    "around: group mean words": -0.268, "around: group dev words": -1.06, "around: group mean label": 3.06,
    "around: group dev label": -0.0241, "around: group mean stop": -0.0062, "around: group dev stop": 0.433,
    "around: group mean overlap": -1.77, "around: group dev overlap": -4.04, "around: title": -0.311, "around: title common": 0.742,
    "around: labels above": -0.715, "around: labels below": 0.33, "around: prose above": 0.862, "around: prose below": 0.171,
    "score": -1.29, "score at -1": 0.0374, "score at 1": -0.016, "score at -2": -0.0234, "score at 2": -0.0946, "score at -3": 0.0216,
    "score at 3": -0.051, "score within 3": 0.106, "score within 8": 0.0436, "score within 20": 0.321, "inside": -0.266, "above": 0.373,
    "below": 0.143, "after": 0.206, "mass": 2.32, "mass, inside": -0.575, "just above": 0.0578, "two above": -0.547,
}  # fmt: skip
