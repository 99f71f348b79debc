"""The weights of `boilerplate_pages`, written by `tools/train_boilerplate.py`: do not edit.

Development set of 2026-11, five folds by site, 608 pages, 60038 blocks of furniture, 8782 of content.
threshold  1.0: furniture found 0.990, content flagged 0.054, content F1 0.939
threshold  1.5: furniture found 0.987, content flagged 0.047, content F1 0.935
threshold  2.0: furniture found 0.984, content flagged 0.042, content F1 0.926
threshold  2.5: furniture found 0.978, content flagged 0.036, content F1 0.913
threshold  3.0: furniture found 0.970, content flagged 0.031, content F1 0.891
threshold  3.5: furniture found 0.959, content flagged 0.024, content F1 0.866
threshold  4.0: furniture found 0.945, content flagged 0.019, content F1 0.832
site-widget  furniture found 0.984, content flagged 0.043, content F1 0.927
"""

FIRST: dict[str, float] = {
    "constant": 3.406, "size 0 ended": -0.48, "size 0 open": -0.0229, "size 1 ended": 0.797, "size 1 open": 1.91, "size 2 ended": 0.0156,
    "size 2 open": 0.297, "size 3 ended": -1.44, "size 3 open": -0.205, "size 4 ended": -1.56, "size 4 open": -0.682,
    "size 5 ended": -1.97, "size 5 open": -0.117, "size 6 ended": -2.04, "size 6 open": 0.189, "size 7 ended": -2.64,
    "size 7 open": 0.232, "size 8 ended": -3.21, "size 8 open": -1.05, "size 9 ended": -3.83, "size 9 open": 0.0486, "size 10 ended": -4,
    "size 10 open": -0.3, "stop words": -0.651, "stop words, long": -3.49, "stop words, some": 1.89, "capitals": 1.11,
    "capitals, long": -0.0809, "numbers": -0.691, "upper case": -1.31, "upper case, long": 2.31, "colon": -1.31, "omission": -0.0446,
    "quote": -0.814, "quote, ended": -2.01, "lower case": -0.595, "symbol": 0.567, "symbols": 0.418, "commas": 0.679, "marks": -1.66,
    "sentences": 0.302, "repeated": 0.642, "repeated, long": 0.826, "widgets": 0.389, "labels": 1.85, "phrases": 0.523, "opening": 1.13,
    "telling": -1.77, "opening, ended": 0.261, "word length": -0.0931, "blank before": -0.236, "blank after": 0.21, "blank around": -1.37,
    "overlap": -1.93, "overlap, few": -0.482, "overlap, long": 1.25, "overlapping": -0.404, "no long words": -0.896,
}  # fmt: skip

SECOND: dict[str, float] = {
    "constant": 1.936, "size 0 ended": 1.21, "size 0 open": 0.969, "size 1 ended": 1.55, "size 1 open": 3.37, "size 2 ended": 0.95,
    "size 2 open": 0.0996, "size 3 ended": -3.42, "size 3 open": -0.435, "size 4 ended": -2.45, "size 4 open": -1.39,
    "size 5 ended": -3.43, "size 5 open": -0.186, "size 6 ended": -3.14, "size 6 open": 0.771, "size 7 ended": -3.85, "size 7 open": 1.69,
    "size 8 ended": -4.63, "size 8 open": -2.43, "size 9 ended": -6.27, "size 9 open": 0.852, "size 10 ended": -6.52,
    "size 10 open": -0.923, "stop words": -0.683, "stop words, long": -7.93, "stop words, some": 3.87, "capitals": 2.54,
    "capitals, long": -1.35, "numbers": 0.746, "upper case": -2.35, "upper case, long": 6.24, "colon": -1.04, "omission": 1.66,
    "quote": -1.97, "quote, ended": -2.84, "lower case": -0.614, "symbol": 0.795, "symbols": 1.14, "commas": 0.915, "marks": -3.64,
    "sentences": 0.55, "repeated": 0.917, "repeated, long": 0.766, "widgets": 1.01, "labels": 1.73, "phrases": 1.24, "opening": 2.43,
    "telling": -1.37, "opening, ended": -0.53, "word length": -0.136, "blank before": -0.459, "blank after": 1.26, "blank around": -3.22,
    "overlap": -2.97, "overlap, few": -1.48, "overlap, long": 1.71, "overlapping": -0.824, "no long words": -1.44,
    "around: prose before": -0.396, "around: prose after": 0.203, "around: prose near": -0.142, "around: prose far": -0.072,
    "around: prose next before": -0.918, "around: prose next after": 0.694, "around: prose around": 0.343,
    "around: widget before": -0.177, "around: widget after": 0.367, "around: widget near": 0.187, "around: widget far": 0.0119,
    "around: widget next before": -0.214, "around: widget next after": 0.759, "around: widget around": 0.274,
    "around: label before": -0.28, "around: label after": -0.186, "around: label near": -0.273, "around: label far": -0.268,
    "around: label next before": -0.604, "around: label next after": -0.583, "around: label around": 0.164,
    "around: labels within 2": -3.47, "around: prose within 2": -0.258, "around: overlap within 2": 2.74,
    "around: repeated within 2": 1.28, "around: labels within 6": -2.28, "around: prose within 6": -3.12,
    "around: overlap within 6": -0.47, "around: repeated within 6": -1.55, "around: labels within 15": 0.353,
    "around: prose within 15": 0.669, "around: overlap within 15": -4.77, "around: repeated within 15": 0.626,
    "around: overlap at -1": -0.537, "around: label at -1": 0.473, "around: gap at -1": 0.24, "around: words at -1": -0.167,
    "around: ended at -1": -0.829, "around: overlap at 1": -0.394, "around: label at 1": 1.52, "around: gap at 1": -0.996,
    "around: words at 1": -0.222, "around: ended at 1": -0.208, "around: overlap at -2": -0.87, "around: label at -2": 0.46,
    "around: gap at -2": 0.115, "around: words at -2": 0.0829, "around: ended at -2": -0.758, "around: overlap at 2": -0.658,
    "around: label at 2": 1.11, "around: gap at 2": 0.0869, "around: words at 2": 0.141, "around: ended at 2": -0.296,
    "around: place": 2.87, "around: top": 0.484, "around: blocks": 0.679, "around: share of prose": 4, "around: prose and place": 1.47,
    "around: off the middle": 3.24, "around: run len": -0.0198, "around: run pos": -0.315, "around: run left": -0.169,
    "around: run mean words": -0.0983, "around: run dev words": -0.435, "around: run mean label": -1.03, "around: run dev label": 4.5,
    "around: run mean numbers": -2.28, "around: run dev numbers": -2.29, "around: run mean stop": -1.84, "around: run dev stop": 1.07,
    "around: run mean capitals": 0.727, "around: run dev capitals": 0.217, "around: run mean overlap": 1.54,
    "around: run dev overlap": -0.941, "around: run mean repeated": 1.06, "around: run dev repeated": -0.395,
    "around: run after prose": -0.996, "around: run after intro": 1.73, "around: run before prose": 0.2,
    "around: prose both sides": 0.242, "around: intro before": 0.685, "around: group len": 0.264, "around: group pos": 0.0932,
    "around: group mean words": -0.329, "around: group dev words": -1.11, "around: group mean label": 2.88,
    "around: group dev label": 0.000239, "around: group mean stop": 0.212, "around: group dev stop": 0.336,
    "around: group mean overlap": -1.74, "around: group dev overlap": -3.96, "around: title": -0.165, "around: title common": 0.797,
    "around: labels above": -0.637, "around: labels below": 0.298, "around: prose above": 0.889, "around: prose below": 0.0762,
    "score": -1.39, "score at -1": 0.00865, "score at 1": 0.0241, "score at -2": -0.0374, "score at 2": -0.107, "score at -3": 0.0384,
    "score at 3": -0.0371, "score within 3": 0.0946, "score within 8": 0.0833, "score within 20": 0.401, "inside": -0.726, "above": 0.384,
    "below": 0.146, "after": -0.166, "mass": 2.14, "mass, inside": -0.0816, "just above": -0.0417, "two above": -0.546,
}  # fmt: skip
