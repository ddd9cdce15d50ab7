"""The summarization model: what it is asked, where it comes from, how it is run.

Only ``pointer``, ``rules`` and ``seq2seq`` import torch and transformers, and
they are imported when a model is loaded.
"""
