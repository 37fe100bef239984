//! Facts about the whole: usage, cycles to box, pagination, envelopes, prunable shapes.

mod boxing;
mod collapse;
mod envelope;
mod forms;
mod headers;
pub(crate) mod media;
mod pages;
mod pinned;
mod replaced;
mod scopes;
mod servers;
mod twins;
mod usage;
mod ways;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    ir::{Api, Encoding, Header, ShapeId},
    pointer::Pointer,
    report::Report,
    settings::Settings,
};

pub(crate) use collapse::{each_id, has_type};

/// Removes the names that add nothing to another shape, but for those a person speaks of.
pub fn prepare(api: &mut Api, settings: &Settings) {
    replaced::keep(api, settings);
    collapse(api);
}

/// Removes the names that add nothing to another shape.
pub(crate) fn collapse(api: &mut Api) {
    collapse::run(api);
}

/// Removes the names that add nothing, and finds out the facts about what is left.
pub fn run(api: &mut Api, settings: &Settings, report: &mut Report) -> Facts {
    prepare(api, settings);
    facts(api, settings, report)
}

/// Finds out the facts about the whole, where no name is left that adds nothing.
pub fn facts(api: &mut Api, settings: &Settings, report: &mut Report) -> Facts {
    ways::ways(api, report);
    scopes::check(api, settings, report);
    servers::choose(api, settings, report);
    let replaced = replaced::replaced(api, settings, report);
    let twins = twins::twins(api, &replaced, settings, report);
    let mut facts = Facts {
        replaced,
        twins,
        boxed: boxing::boxes(api),
        envelopes: envelope::envelopes(api, settings, report),
        ..Facts::default()
    };
    facts.headers = headers::headers(api);
    facts.forms = forms::forms(api);
    facts.pages = pages::pages(api, &facts.envelopes);
    pinned::pages(api, settings, &mut facts, report);
    usage::usage(api, &mut facts);
    facts
}

/// What the passes found out. Nothing here changes a shape.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Shapes that can be part of what a caller sends.
    pub sent: FxHashSet<ShapeId>,
    /// Shapes that can be part of what a caller receives.
    pub received: FxHashSet<ShapeId>,
    /// Edges (owner, part index) that must be boxed: the field of a record, the variant of a union.
    pub boxed: FxHashSet<(ShapeId, usize)>,
    /// Operations (by index into `Api::operations`) whose success reply is an envelope.
    pub envelopes: FxHashMap<usize, EnvelopeUse>,
    /// Shapes that a person's own types stand for: the path of each type.
    pub replaced: FxHashMap<ShapeId, String>,
    /// Types that are sent, and are received otherwise.
    pub twins: FxHashMap<ShapeId, Twin>,
    /// What the headers of replies hold, each structure once.
    pub headers: Vec<HeaderSet>,
    /// Multipart bodies whose parts are described, each structure once.
    pub forms: Vec<Form>,
    /// Operations that give their items page by page.
    pub pages: FxHashMap<usize, Pages>,
    /// How types are laid out as far as it is settled: callers compile against it.
    pub layout: Layout,
}

/// How types are laid out where that depends on more than their own structure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Parts of types (owner, index): whether they stand in a box.
    pub boxed: FxHashMap<(ShapeId, usize), bool>,
    /// Payloads of errors: whether they do.
    pub errors: FxHashMap<ShapeId, bool>,
    /// Members (owner, name on the wire) that have to be there in one direction only, and are no
    /// `Option` all the same: they were given out so while the type went that way alone.
    pub plain: FxHashSet<(ShapeId, String)>,
}

/// Takes over how types were laid out before; what is new goes around it.
pub fn settle(api: &Api, layout: Layout, facts: &mut Facts) {
    if layout != Layout::default() {
        facts.layout = layout;
        facts.boxed = boxing::around(api, &mut facts.layout);
    }
}

/// The headers that one reply or several have.
#[derive(Debug, Clone)]
pub struct HeaderSet {
    /// The headers, as the first of the replies has them.
    pub headers: Vec<Header>,
    /// Where they stand first.
    pub at: Pointer,
    /// The replies, by the indices of operation and reply.
    pub uses: Vec<(usize, usize)>,
}

/// A multipart body whose parts are described.
#[derive(Debug, Clone)]
pub struct Form {
    /// The record of its parts.
    pub shape: ShapeId,
    /// How single parts are written, by wire name.
    pub encoding: IndexMap<String, Encoding>,
    /// Where it stands first.
    pub at: Pointer,
    /// The operations that send it, by index.
    pub uses: Vec<usize>,
}

/// What a type that is only sent is received as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// The type that is received.
    pub received: ShapeId,
    /// How that becomes the one that is sent.
    pub conversion: Conversion,
}

/// How what was received becomes what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// Without more.
    Whole,
    /// With the required members that only a caller knows.
    Completed,
    /// Not at all: something inside it lacks what only a caller knows.
    None,
}

/// A reply whose payload is a member of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeUse {
    /// The boolean member that tells whether the call succeeded.
    pub success: Option<String>,
    /// The member that holds the payload.
    pub member: String,
    /// What the payload looks like.
    pub shape: ShapeId,
}

/// How an operation gives its items page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The parameter that moves on.
    pub style: PageStyle,
    /// The members that lead from the payload to the list of items (empty: it is the list).
    pub items: Vec<String>,
    /// What an item looks like.
    pub item: ShapeId,
}

/// What moves on to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStyle {
    /// The number of the page, counted from 1.
    Number {
        /// The parameter with the number.
        parameter: String,
        /// The parameter with the size of a page.
        size: Option<String>,
    },
    /// How many items were given before.
    Offset {
        /// The parameter with the count.
        parameter: String,
        /// The parameter with the size of a page.
        limit: Option<String>,
    },
    /// A cursor, found in the reply by these members.
    Cursor {
        /// The parameter with the cursor.
        parameter: String,
        /// The members that lead to the next cursor.
        member: Vec<String>,
    },
    /// What the last item of the page is known by, as long as the reply says that there are more.
    After {
        /// The parameter that takes it.
        parameter: String,
        /// Where it stands.
        last: Last,
        /// The members that lead to the flag, if there is one.
        more: Option<Vec<String>>,
    },
    /// `Link: <…>; rel="next"`.
    Link,
}

/// Where the reply says what the last item of its page is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Last {
    /// In a member of its own, to which these lead.
    Member(Vec<String>),
    /// In this member of the item.
    OfItem(String),
}
