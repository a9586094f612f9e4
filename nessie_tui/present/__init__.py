"""Values to words: plain text and a tone; no widget, no clock, no colour."""
