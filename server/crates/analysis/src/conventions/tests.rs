//! Conventions read off small houses.
