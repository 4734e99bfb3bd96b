"""The repository's own tools: they build, lock and prove; the product never imports them."""
