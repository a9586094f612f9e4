"""One widget per file; each is told what to show and says what happened."""
