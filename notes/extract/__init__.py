"""Extraction: what a note can take from the essay word for word.

``essay.extract`` finds it all; each module beside it finds one part. The wiring is

    found = extract(essay, outline, words, kind)
    pool = merge(check each of found.candidates, check each gist)
    summary = summarize(pool, found.demand, outline, length)
    points = choose_points(pool, found.demand, outline, count, [s.text for s in summary])
"""
