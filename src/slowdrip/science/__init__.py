"""Pure rules and arithmetic: typed data in, figures and codes out."""
