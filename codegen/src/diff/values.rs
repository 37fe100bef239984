//! What a value looks like on the wire, then and now, followed from where it is sent or read.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Change, Kind, Wire};
use crate::surface::{Arms, Codec, Member, Presence, Record, Surface, Ty};

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// From the caller: what the service takes may only grow.
    Sent,
    /// To the caller: what the service gives may only shrink.
    Received,
}

impl Direction {
    /// What it means that more values are possible than before.
    fn wider(self) -> Wire {
        match self {
            Direction::Sent => Wire::Compatible,
            Direction::Received => Wire::Breaking,
        }
    }

    /// What it means that fewer values are possible than before.
    fn narrower(self) -> Wire {
        match self {
            Direction::Sent => Wire::Breaking,
            Direction::Received => Wire::Compatible,
        }
    }
}

/// Two surfaces being walked together.
pub(super) struct Walk<'s> {
    pub(super) old: &'s Surface,
    pub(super) new: &'s Surface,
    pub(super) changes: Vec<Change>,
    /// Where the change of an item stands among them.
    pub(super) known: FxHashMap<String, usize>,
    /// Pairs of types that were compared, each way.
    met: BTreeSet<(String, String, Direction)>,
}

impl<'s> Walk<'s> {
    pub(super) fn new(old: &'s Surface, new: &'s Surface) -> Self {
        Walk {
            old,
            new,
            changes: Vec::new(),
            known: FxHashMap::default(),
            met: BTreeSet::new(),
        }
    }

    /// Compares what stands at `place` of `item`.
    pub(super) fn value(
        &mut self,
        item: &str,
        place: &str,
        (old, new): (&Ty, &Ty),
        direction: Direction,
    ) {
        let mut open = vec![(item.to_owned(), old.clone(), new.clone())];
        while let Some((item, old, new)) = open.pop() {
            let place = if item == place { "it" } else { place };
            self.pair(&item, place, (old, new), direction, &mut open);
        }
    }

    fn pair(
        &mut self,
        item: &str,
        place: &str,
        (old, new): (Ty, Ty),
        direction: Direction,
        open: &mut Vec<(String, Ty, Ty)>,
    ) {
        let mut next = |old: Ty, new: Ty| open.push((item.to_owned(), old, new));
        match (old, new) {
            (Ty::Option(old), Ty::Option(new)) => next(*old, *new),
            (Ty::Option(old), new) => {
                self.tell(
                    item,
                    format!("{place} is not `null` any more"),
                    direction.narrower(),
                );
                next(*old, new);
            }
            (old, Ty::Option(new)) => {
                self.tell(item, format!("{place} may be `null`"), direction.wider());
                next(old, *new);
            }
            (Ty::List(old), Ty::List(new)) | (Ty::Map(old), Ty::Map(new)) => next(*old, *new),
            (Ty::Tuple(old), Ty::Tuple(new)) if old.len() == new.len() => {
                old.into_iter()
                    .zip(new)
                    .for_each(|(old, new)| next(old, new));
            }
            (Ty::Integer(old), Ty::Integer(new)) => {
                if bits(&new) != bits(&old) {
                    let wire = match bits(&new) > bits(&old) {
                        true => direction.wider(),
                        false => direction.narrower(),
                    };
                    self.tell(item, format!("{place} is `{new}`, not `{old}`"), wire);
                }
            }
            (Ty::Named(old), Ty::Named(new)) => self.named((old, new), direction, open),
            (old, new) if old == new => {}
            (old, new) => self.other(item, place, (&old, &new), direction),
        }
    }

    /// Two types, each once in each direction: they may contain themselves.
    fn named(
        &mut self,
        (old, new): (String, String),
        direction: Direction,
        open: &mut Vec<(String, Ty, Ty)>,
    ) {
        let (old, new) = (old.as_str(), new.as_str());
        if !self.met.insert((old.to_owned(), new.to_owned(), direction)) {
            return;
        }
        let item = format!("types::{new}");
        match (self.old.codec(old), self.new.codec(new)) {
            (Some(Codec::Record(old)), Some(Codec::Record(new))) => {
                self.record(&item, (old, new), direction, open);
            }
            (Some(Codec::Arms(old)), Some(Codec::Arms(new))) if old.plain == new.plain => {
                self.arms(&item, (old, new), direction, open);
            }
            (Some(Codec::Wrapper(old)), Some(Codec::Wrapper(new))) => {
                open.push((item, old.clone(), new.clone()));
            }
            (None, None) if old == new => {}
            // What stands for a type of a person's own is that person's to know.
            (None, None) => {}
            (old, new) if old == new => {}
            _ => self.tell(&item, "something else in JSON".to_owned(), Wire::Breaking),
        }
    }

    /// Values of different looks.
    fn other(&mut self, item: &str, place: &str, (old, new): (&Ty, &Ty), direction: Direction) {
        let plain = |surface: &Surface, looks: &Ty| match looks {
            Ty::Named(name) => match surface.codec(name) {
                Some(Codec::Arms(arms)) if arms.plain => Some(match numeric(arms) {
                    true => Ty::Integer("i64".to_owned()),
                    false => Ty::Text,
                }),
                _ => None,
            },
            _ => None,
        };
        let whole = |looks: &Ty| matches!(looks, Ty::Integer(_));
        let wire = match (old, new) {
            (_, Ty::Any) => direction.wider(),
            (Ty::Any, _) => direction.narrower(),
            (old, Ty::Number) if whole(old) => direction.wider(),
            (Ty::Number, new) if whole(new) => direction.narrower(),
            // An open enum takes any value of its kind as it is.
            (old, new) if plain(self.old, old).is_some_and(|looks| same_kind(&looks, new)) => {
                Wire::Compatible
            }
            (old, new) if plain(self.new, new).is_some_and(|looks| same_kind(&looks, old)) => {
                direction.narrower()
            }
            _ => Wire::Breaking,
        };
        self.tell(item, format!("{place} is something else in JSON"), wire);
    }

    fn record(
        &mut self,
        item: &str,
        (old, new): (&Record, &Record),
        direction: Direction,
        open: &mut Vec<(String, Ty, Ty)>,
    ) {
        for before in &old.members {
            match new.members.iter().find(|after| after.wire == before.wire) {
                Some(after) => self.member(item, (before, after), direction, open),
                None if new.constants.iter().any(|(wire, _)| *wire == before.wire) => {
                    let what = format!("`{}` has one value", before.wire);
                    self.tell(item, what, direction.narrower());
                }
                None => {
                    // What a caller sends is not understood; what it need not find, it can miss.
                    let missed = is_required(before, Direction::Received);
                    let wire = match direction == Direction::Sent || missed {
                        true => Wire::Breaking,
                        false => Wire::Compatible,
                    };
                    let path = format!("{item}::{}", before.field);
                    let what = format!("`{}` is gone", before.wire);
                    self.found(&path, Kind::Removed, &what, wire);
                }
            }
        }
        for after in &new.members {
            let known = |wire: &str| wire == after.wire;
            let was = old.members.iter().any(|before| known(&before.wire));
            if was {
                continue;
            }
            let wire = match direction {
                Direction::Sent if is_required(after, direction) => Wire::Breaking,
                Direction::Sent | Direction::Received => Wire::Compatible,
            };
            let path = format!("{item}::{}", after.field);
            let what = format!("`{}` is new", after.wire);
            self.found(&path, Kind::Added, &what, wire);
        }
        self.constants(item, (old, new), direction);
        if let (Some(old), Some(new)) = (&old.rest, &new.rest) {
            open.push((item.to_owned(), old.clone(), new.clone()));
        }
    }

    fn constants(&mut self, item: &str, (old, new): (&Record, &Record), direction: Direction) {
        for (wire, before) in &old.constants {
            match new.constants.iter().find(|(known, _)| known == wire) {
                Some((_, after)) if after == before => {}
                Some((_, after)) => {
                    let what = format!("`{wire}` is {after}, not {before}");
                    self.tell(item, what, Wire::Breaking);
                }
                None if new.members.iter().any(|member| member.wire == *wire) => {
                    let what = format!("`{wire}` may have other values");
                    self.tell(item, what, direction.wider());
                }
                None => self.tell(item, format!("`{wire}` is gone"), Wire::Breaking),
            }
        }
        for (wire, _) in &new.constants {
            let was = old.constants.iter().any(|(known, _)| known == wire)
                || old.members.iter().any(|member| member.wire == *wire);
            if !was {
                self.tell(item, format!("`{wire}` is new"), direction.narrower());
            }
        }
    }

    fn member(
        &mut self,
        item: &str,
        (before, after): (&Member, &Member),
        direction: Direction,
        open: &mut Vec<(String, Ty, Ty)>,
    ) {
        let path = format!("{item}::{}", after.field);
        let was = is_required(before, direction);
        let is = is_required(after, direction);
        match (was, is) {
            (false, true) => {
                let what = format!("`{}` is required", after.wire);
                self.tell(&path, what, direction.narrower());
            }
            (true, false) => {
                let what = format!("`{}` is optional", after.wire);
                self.tell(&path, what, direction.wider());
            }
            _ => {}
        }
        open.push((path, held(before), held(after)));
    }

    fn arms(
        &mut self,
        item: &str,
        (old, new): (&Arms, &Arms),
        direction: Direction,
        open: &mut Vec<(String, Ty, Ty)>,
    ) {
        if old.tag != new.tag {
            self.tell(
                item,
                "told apart by another member".to_owned(),
                Wire::Breaking,
            );
        }
        for (told, before) in &old.arms {
            let by_name = || {
                new.arms
                    .values()
                    .find(|after| after.variant == before.variant)
            };
            match new.arms.get(told).or_else(by_name) {
                Some(after) if !old.plain => {
                    let path = format!("{item}::{}", after.variant);
                    open.push((path, before.holds.clone(), after.holds.clone()));
                }
                Some(_) => {}
                None => {
                    let path = format!("{item}::{}", before.variant);
                    let what = format!("`{told}` is gone");
                    self.found(&path, Kind::Removed, &what, direction.narrower());
                }
            }
        }
        for (told, after) in &new.arms {
            let known = |before: &crate::surface::Arm| before.variant == after.variant;
            if old.arms.contains_key(told) || (!old.plain && old.arms.values().any(known)) {
                continue;
            }
            // What the old client does not know it keeps, unless it was told to refuse it.
            let wire = match old.open {
                true => Wire::Compatible,
                false => direction.wider(),
            };
            let path = format!("{item}::{}", after.variant);
            self.found(&path, Kind::Added, &format!("`{told}` is new"), wire);
        }
    }
}

fn bits(integer: &str) -> u8 {
    match integer {
        "i32" => 32,
        "u32" => 33,
        "i64" => 64,
        _ => 65,
    }
}

fn same_kind(a: &Ty, b: &Ty) -> bool {
    a == b || matches!((a, b), (Ty::Integer(_), Ty::Integer(_)))
}

fn numeric(arms: &Arms) -> bool {
    let mut told = arms.arms.keys();
    told.all(|told| told.parse::<i64>().is_ok())
}

fn is_required(member: &Member, direction: Direction) -> bool {
    match member.presence {
        Presence::Required => true,
        Presence::Received => direction == Direction::Received,
        Presence::Optional => false,
    }
}

/// What a member holds when it is there.
fn held(member: &Member) -> Ty {
    match (member.presence, &member.looks) {
        (Presence::Received | Presence::Optional, Ty::Option(inner)) => (**inner).clone(),
        (_, looks) => looks.clone(),
    }
}
