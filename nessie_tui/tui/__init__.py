"""Paint and keys: the only package that imports Textual and Rich."""
