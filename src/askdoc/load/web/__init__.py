"""HTML: the article of a page, and any tree of its elements as plain text."""
