"""PDF: characters are assembled into lines, and lines into paragraphs and tables."""
