//! Listings as a whole: page after page to an end that comes for certain.

mod ahead;
mod guard;
mod items;
mod missing;
mod walk;

pub(crate) use ahead::Ahead;
pub use items::Items;
pub use walk::Pages;
