"""Many articles: a supervisor of worker processes, a store that survives a kill, and what is made of them.

`run` ties it together: `read` → `supervisor` (one article in flight a worker) → `task` (one article to rows) → `store`
(one transaction an article) → `report`. `export`, `verify`, `merge` and `search` read a finished store.
"""
