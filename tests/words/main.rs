//! Pages for people, held to what they are about: the samples of the published document, and the English README.

mod chinese;
mod markdown;
mod samples;
