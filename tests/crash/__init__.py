"""`vigie run` in trouble: killed, on a full disk, locked out, on a file system gone read-only, by a clock that jumps, cut from its power."""
