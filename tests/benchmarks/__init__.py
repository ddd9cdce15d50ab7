"""Measures the program, what people would use instead, and what the machine can do.

    python -m tests.benchmarks [--quick] [--out FOLDER] [--only PART]

Everything is measured in one run on one machine, each contestant in a process of its own:

    text          original Chinese of any size, the same at every run
    extraction    the contestants for segmentation, TextRank and keywords
    modelling     the contestants for passages of the model, and the speed of our engine
    machine       the limit: matrix products and memory
    child         one measurement (the process that ``measure`` starts)
    measure       starts a child, reads seconds and peak memory
    growth        how seconds grow with the size of the text
    report, plot  a Markdown table with ratios, a JSON, a picture
"""
