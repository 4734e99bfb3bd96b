"""Benchmarks that print tables: each figure stands beside a bare baseline taken in the same run."""
