"""Bytes to values: the only package that imports httpx and the JSON reader."""
