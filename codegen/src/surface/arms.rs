//! The values and forms that the codec of an enum tells apart.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Expr, Lit, Pat, Stmt};

use super::Ty;

/// What tells the variants of an enum apart on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arms {
    /// The member that holds the tag, for a union that is told apart by one.
    pub tag: Option<String>,
    /// Whether what is unknown is kept.
    pub open: bool,
    /// Whether the variants hold nothing: it is one of several values.
    pub plain: bool,
    /// What stands on the wire (a value, tag, kind, or set of members) to the variant it means.
    pub arms: BTreeMap<String, Arm>,
}

/// A variant as it is told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// The variant.
    pub variant: String,
    /// What it holds; filled in from the enum.
    pub holds: Ty,
}

/// Visits `expression` and those inside it, outermost first.
pub(super) fn walk<'e>(expression: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    visit(expression);
    match expression {
        Expr::MethodCall(call) => {
            walk(&call.receiver, visit);
            call.args.iter().for_each(|one| walk(one, visit));
        }
        Expr::Call(call) => {
            walk(&call.func, visit);
            call.args.iter().for_each(|one| walk(one, visit));
        }
        Expr::Closure(closure) => walk(&closure.body, visit),
        Expr::Reference(inner) => walk(&inner.expr, visit),
        Expr::Try(inner) => walk(&inner.expr, visit),
        Expr::Paren(inner) => walk(&inner.expr, visit),
        Expr::Return(inner) => inner.expr.iter().for_each(|one| walk(one, visit)),
        Expr::Unary(inner) => walk(&inner.expr, visit),
        Expr::Assign(assign) => walk(&assign.right, visit),
        Expr::Array(array) => array.elems.iter().for_each(|one| walk(one, visit)),
        Expr::Tuple(tuple) => tuple.elems.iter().for_each(|one| walk(one, visit)),
        Expr::Match(one) => {
            walk(&one.expr, visit);
            one.arms.iter().for_each(|arm| walk(&arm.body, visit));
        }
        Expr::Struct(one) => one.fields.iter().for_each(|field| walk(&field.expr, visit)),
        Expr::Block(block) => statements(&block.block.stmts, visit),
        _ => {}
    }
}

/// Visits the expressions of a block.
pub(super) fn statements<'e>(block: &'e [Stmt], visit: &mut dyn FnMut(&'e Expr)) {
    for statement in block {
        match statement {
            Stmt::Expr(expression, _) => walk(expression, visit),
            Stmt::Local(local) => {
                if let Some(init) = &local.init {
                    walk(&init.expr, visit);
                }
            }
            _ => {}
        }
    }
}

/// The arms of the `read` of an enum; `None` for a type that is none.
pub(super) fn arms(block: &[Stmt]) -> Option<Arms> {
    let mut found = Arms::default();
    let mut met = false;
    let mut keys = Vec::new();
    statements(block, &mut |expression| match expression {
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "tagged" | "tagged_by" | "maybe_tagged" => found.tag = call.args.first().and_then(text),
            "keys" => keys = call.args.first().map(key_sets).unwrap_or_default(),
            "order" => {
                met = true;
                by_order(call, &mut found);
            }
            _ => {}
        },
        Expr::Match(one) if !met => {
            met = true;
            for arm in &one.arms {
                enter(&mut found, arm, &keys);
            }
        }
        _ => {}
    });
    met.then_some(found)
}

fn enter(found: &mut Arms, arm: &syn::Arm, keys: &[String]) {
    let Some(variant) = variant(&arm.body) else {
        return;
    };
    let holds = Ty::Nothing;
    let mut told = Vec::new();
    patterns(&arm.pat, keys, &mut told);
    if told.is_empty() {
        // What is left over: kept whole, or the one branch that nothing tells.
        match rest_is_unknown(&arm.body) {
            true => found.open = true,
            false => told.push("*".to_owned()),
        }
    }
    for told in told {
        let variant = variant.clone();
        let holds = holds.clone();
        found.arms.insert(told, Arm { variant, holds });
    }
}

/// Whether the body keeps what it met, rather than reading it as a known form.
fn rest_is_unknown(body: &Expr) -> bool {
    let text = body.to_token_stream().to_string();
    !text.contains("get ()")
}

fn by_order(call: &syn::ExprMethodCall, found: &mut Arms) {
    let mut index = 0;
    for argument in call.args.iter().skip(1) {
        match argument {
            Expr::Reference(list) => walk(&list.expr, &mut |expression| {
                if let Expr::Path(path) = expression
                    && let Some(variant) = of_self(&path.path)
                {
                    let holds = Ty::Nothing;
                    found
                        .arms
                        .insert(format!("{index:04}"), Arm { variant, holds });
                    index += 1;
                }
            }),
            _ => found.open = true,
        }
    }
}

/// What a pattern stands for, each alternative on its own; nothing for `_` and names.
fn patterns(pattern: &Pat, keys: &[String], told: &mut Vec<String>) {
    match pattern {
        Pat::Or(or) => or.cases.iter().for_each(|one| patterns(one, keys, told)),
        Pat::Lit(literal) => told.push(match &literal.lit {
            Lit::Str(text) => text.value(),
            other => other.to_token_stream().to_string(),
        }),
        Pat::Path(path) => {
            told.extend(path.path.segments.last().map(|last| last.ident.to_string()))
        }
        Pat::TupleStruct(some) => {
            let index = some
                .elems
                .first()
                .map(|one| one.to_token_stream().to_string());
            let index = index.and_then(|index| index.parse::<usize>().ok());
            told.extend(index.and_then(|index| keys.get(index).cloned()));
        }
        // A negative number.
        other => {
            let text = other.to_token_stream().to_string().replace(' ', "");
            if text.starts_with('-') {
                told.push(text);
            }
        }
    }
}

/// The variant that an arm's body makes.
fn variant(body: &Expr) -> Option<String> {
    let mut found = None;
    walk(body, &mut |expression| {
        if let Expr::Path(path) = expression
            && found.is_none()
        {
            found = of_self(&path.path);
        }
    });
    found
}

fn of_self(path: &syn::Path) -> Option<String> {
    let mut segments = path.segments.iter();
    let own = segments.next()?.ident == "Self";
    own.then(|| segments.next().map(|one| one.ident.to_string()))?
}

/// The sets of members in `&[&["a", "b"], &["c"]]`.
fn key_sets(expression: &Expr) -> Vec<String> {
    let Expr::Reference(outer) = expression else {
        return Vec::new();
    };
    let Expr::Array(sets) = &*outer.expr else {
        return Vec::new();
    };
    let sets = sets.elems.iter().map(|set| texts(set).join("+"));
    sets.collect()
}

/// Every text in an expression, in order.
pub(super) fn texts(expression: &Expr) -> Vec<String> {
    let mut found = Vec::new();
    walk(expression, &mut |inner| found.extend(text(inner)));
    found
}

/// A text as it stands.
pub(super) fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
