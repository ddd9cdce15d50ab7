"""Segmentation and parts of speech as jieba gives them, from tables that load at once.

jieba (its dictionary and its models, MIT licence) reads half a million words into
dictionaries of Python at every start. Here they are compiled once into arrays, kept in the
user's private cache folder, and searched in place: the same words and tags (a test compares
them with jieba's own), a tenth of the start-up and a fiftieth of the memory.

    compiled   jieba's dictionary and models -> Tables
    store      Tables <-> the cache folder
    dictionary what stands at a place of a text: a trie in arrays
    hidden     words that the dictionary lacks: the Viterbi path of the hidden Markov model
    cutter     text -> words with parts of speech
"""
