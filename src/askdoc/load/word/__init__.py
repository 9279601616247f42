"""Word documents: .docx, read from their XML, with automatic numbers, and .doc."""
