"""Word documents, .docx, read from their own XML, automatic numbers included."""
