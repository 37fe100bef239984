//! IR + names become (path, tokens) pairs, one small emitter per construct.
