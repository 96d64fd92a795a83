"""The nine verbs: each stage is one module and knows no kind."""
