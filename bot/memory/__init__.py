"""Embeddings and what each person liked, indexed in Chroma."""
