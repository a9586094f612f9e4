"""Disk: the only package that knows where files live and how they are written."""
