"""What the text is made of: essays, headings, paragraphs, sentences, kind."""
