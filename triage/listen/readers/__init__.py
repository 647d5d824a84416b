"""One reader a file shape: text in, a raw table out."""
