//! JSON values are read and written without a line of code per field.
