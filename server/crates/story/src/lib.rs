//! What one markdown file says: its stories, criteria and tasks, what it mentions, and the tables it sketches.
//!
//! Leaves to others: the disk, other files, whether a mention exists in any schema, and how serious that is.

mod facts;
pub mod reader;

pub use facts::{
    Criterion, Cue, Fence, Form, FrontMatter, Heading, Link, Mention, Sketch, SketchColumn, SketchIndex,
    SketchReference, SketchSource, Status, StoryFacts, Strength, Subject, Suppression, Task, UserStory,
};
pub use reader::{Memo, read};
