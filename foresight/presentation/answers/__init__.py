"""The answers of the analyses made readable: each a question, a plain sentence, a table and a chart."""
