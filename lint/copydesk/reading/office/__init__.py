"""Files of text that are no text files: Word, OpenDocument, EPUB and PDF.

Their places are a page or chapter, a paragraph and a column: there are no lines to count.
"""
