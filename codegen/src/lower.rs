//! Every operation is walked once, in document order; one schema becomes one shape id.
