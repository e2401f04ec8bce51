//! What one markdown file says: its stories, criteria and tasks, what it mentions, and the tables it sketches.
//!
//! Leaves to others: the disk, other files, whether a mention exists in any schema, and how serious that is.

mod facts;
mod form;
pub mod reader;

mod shape;

pub mod claims;

mod block;

mod front_matter;
mod prose;

mod comments;
mod links;

mod criteria;
mod user_story;

mod cues;
mod mentions;
mod phrases;
mod words;

mod fence;
mod fields;
mod inventory;
mod keys;
mod scope;
mod sketch;

mod assemble;

pub use claims::{Claim, Counted, Decision, Extent, Listing, Said};
pub use criteria::references::{head as criterion_head, key as criterion_key};
pub use facts::{
    Aim, Criterion, CriterionReference, Cue, Fence, FrontMatter, Heading, Link, LinkKind, Mention, ServedBy,
    Sketch, SketchColumn, SketchIndex, SketchReference, SketchSource, Status, StoryFacts, Strength, Subject,
    Suppression, Task, UserStory, Value,
};
pub use form::Form;
pub use links::{LinkTarget, without_line};
pub use reader::{Memo, read};
