//! Laws, parity and end-to-end tests over the whole of schemark: see `tests/`.
