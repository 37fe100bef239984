//! Page after page of a list, and item after item.
//!
//! Ends at the first page that is empty or repeats the one before, however the service counts. A
//! page that fails is the last thing given: what came before it is with the caller.

use std::{
    fmt,
    future::poll_fn,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;
use http::header::LINK;

use crate::runtime::{
    api::Operation,
    draft::Draft,
    error::{BodyError, BuildError, Error},
    execute::{self, Answer},
    json::{self, Json, to_vec},
    payload::Unreadable,
    request::{Request, read},
    transport::BoxFuture,
};

mod find;

/// How an operation gives its items: a table of emitted code.
pub struct Paging<T: 'static, I: 'static> {
    /// What moves on to the next page.
    pub next: Next,
    /// The members that lead from the whole body to the list of items.
    pub path: &'static [&'static str],
    /// The items of a page.
    pub items: fn(&T) -> &[I],
    /// The items of a page that is not needed any more.
    pub take: fn(T) -> Vec<I>,
}

/// What moves on to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A query parameter with the number of the page, counted from 1.
    Number(&'static str),
    /// A query parameter with the number of items before the page.
    Offset(&'static str),
    /// A query parameter with a cursor, and the members that lead from the whole body to it.
    Cursor(&'static str, &'static [&'static str]),
    /// A query parameter with what the last item is known by, and the members that lead from the whole
    /// body to the flag that there are more; without such members the first empty page is the last.
    After(&'static str, Last, &'static [&'static str]),
    /// The header `Link: <…>; rel="next"` (RFC 8288).
    Link,
}

/// Where an answer says what the last of its items is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// In a member of its own, to which these lead from the whole body.
    Member(&'static [&'static str]),
    /// In this member of the item.
    OfItem(&'static str),
}

/// The pages of a list: a [`Stream`], or one [`next`](Pages::next) after the other.
#[must_use = "nothing is asked for before a page is"]
pub struct Pages<T: 'static, E: 'static, I: 'static> {
    draft: Option<Box<Draft>>,
    operation: &'static Operation<T, E>,
    paging: &'static Paging<T, I>,
    fetching: Option<BoxFuture<'static, Fetched>>,
    /// The items of the page before, as a number that tells them from others.
    before: Option<u64>,
}

type Fetched = (Box<Draft>, Result<Answer, crate::runtime::error::Failure>);

impl<T, E, I> Unpin for Pages<T, E, I> {}

impl<T, E, I> fmt::Debug for Pages<T, E, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// An answer that holds a page.
struct Arrived<T> {
    page: Result<T, Box<BodyError>>,
    body: bytes::Bytes,
}

impl<T, E, I: Json> Pages<T, E, I> {
    /// The pages from `request` on.
    #[doc(hidden)]
    pub fn new<P>(request: Request<T, E, P>, paging: &'static Paging<T, I>) -> Self {
        let (draft, operation) = request.into_parts();
        let draft = Some(draft);
        Pages {
            draft,
            operation,
            paging,
            fetching: None,
            before: None,
        }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items of all pages.
    pub fn items(self) -> Items<T, E, I> {
        Items {
            pages: self,
            items: Vec::new().into_iter(),
            lenient: false,
        }
    }

    /// The items of all pages; an item that cannot be read is an error in its place, and the others
    /// are given all the same.
    pub fn lenient_items(self) -> Items<T, E, I> {
        Items {
            lenient: true,
            ..self.items()
        }
    }

    /// The pages without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::runtime::blocking::Waiting<Self> {
        crate::runtime::blocking::Waiting::new(self)
    }

    /// Asks for the next page, and prepares for the one after it.
    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Arrived<T>, Error<E>>>> {
        if self.fetching.is_none() {
            let Some(draft) = self.draft.take() else {
                return Poll::Ready(None);
            };
            self.fetching = Some(Box::pin(async move {
                let answer = execute::carry_out(&draft, execute::Reading::Whole).await;
                (draft, answer)
            }));
        }
        let Some(fetching) = &mut self.fetching else {
            return Poll::Ready(None);
        };
        let (draft, answer) = ready!(fetching.as_mut().poll(context));
        self.fetching = None;
        Poll::Ready(self.arrived(draft, answer).transpose())
    }

    fn arrived(
        &mut self,
        draft: Box<Draft>,
        answer: Result<Answer, crate::runtime::error::Failure>,
    ) -> Result<Option<Arrived<T>>, Error<E>> {
        let answer = answer?;
        let (headers, body) = (answer.headers.clone(), answer.body.clone());
        let page = match read(self.operation, answer) {
            Ok(response) => Ok(response.payload),
            Err(Error::Decode(error)) => Err(error),
            Err(other) => return Err(other),
        };
        let (count, print) = match &page {
            Ok(page) => fingerprint((self.paging.items)(page)),
            Err(_) => (usize::MAX, hash(&body)),
        };
        let first = self.before.is_none();
        if count == 0 || self.before == Some(print) {
            // An empty list is one empty page, so that a caller sees what else is on it.
            return Ok(first.then_some(Arrived { page, body }));
        }
        self.before = Some(print);
        let links = headers
            .get_all(LINK)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect::<Vec<_>>();
        self.draft = self.following(draft, count, &body, &links)?;
        Ok(Some(Arrived { page, body }))
    }

    /// The request for the page after this one.
    fn following(
        &self,
        mut draft: Box<Draft>,
        count: usize,
        body: &[u8],
        links: &[&str],
    ) -> Result<Option<Box<Draft>>, BuildError> {
        let number = |draft: &Draft, name| draft.query_value(name)?.parse::<usize>().ok();
        match self.paging.next {
            Next::Number(name) => {
                let page = number(&draft, name).unwrap_or(1).saturating_add(1);
                draft.set_query(name, &page.to_string());
            }
            Next::Offset(name) => {
                let count = match count {
                    usize::MAX => {
                        find::items(body, self.paging.path).map_or(0, |items| items.len())
                    }
                    count => count,
                };
                let offset = number(&draft, name).unwrap_or(0).saturating_add(count);
                draft.set_query(name, &offset.to_string());
            }
            Next::Cursor(name, path) => {
                let cursor = find::text(body, path).map(|text| find::cursor(name, text));
                return Ok(from_cursor(draft, name, cursor));
            }
            Next::After(name, last, more) => {
                let cursor = find::last(body, last, self.paging.path, more);
                return Ok(from_cursor(draft, name, cursor));
            }
            Next::Link => match links.iter().find_map(|link| find::next_link(link)) {
                Some(location) => draft.go_to(location)?,
                None => return Ok(None),
            },
        }
        Ok(Some(draft))
    }
}

/// The request for the page that begins at a cursor: there is none without one, or from the same again.
fn from_cursor(mut draft: Box<Draft>, name: &str, cursor: Option<String>) -> Option<Box<Draft>> {
    let cursor = cursor.filter(|cursor| !cursor.is_empty())?;
    if draft.query_value(name).as_ref() == Some(&cursor) {
        return None;
    }
    draft.set_query(name, &cursor);
    Some(draft)
}

/// How many items there are, and a number that tells them from others.
fn fingerprint<I: Json>(items: &[I]) -> (usize, u64) {
    let mut hasher = DefaultHasher::new();
    items.iter().for_each(|item| to_vec(item).hash(&mut hasher));
    (items.len(), hasher.finish())
}

fn hash(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}

impl<T, E, I: Json> Stream for Pages<T, E, I> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let arrived = ready!(self.poll_page(context));
        Poll::Ready(arrived.map(|result| {
            result?.page.map_err(|error| {
                self.draft = None;
                Error::Decode(error)
            })
        }))
    }
}

/// The items of a list: a [`Stream`], or one [`next`](Items::next) after the other.
#[must_use = "nothing is asked for before an item is"]
pub struct Items<T: 'static, E: 'static, I: 'static> {
    pages: Pages<T, E, I>,
    items: vec::IntoIter<Result<I, Error<E>>>,
    lenient: bool,
}

impl<T, E, I> Unpin for Items<T, E, I> {}

impl<T, E, I> fmt::Debug for Items<T, E, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}

impl<T, E, I: Json> Items<T, E, I> {
    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items without `async`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::runtime::blocking::Waiting<Self> {
        crate::runtime::blocking::Waiting::new(self)
    }

    /// The items of a page, each on its own if the page cannot be read as a whole.
    fn items_of(&mut self, arrived: Arrived<T>) -> Vec<Result<I, Error<E>>> {
        let path = self.pages.paging.path;
        match arrived.page {
            Ok(page) => (self.pages.paging.take)(page).into_iter().map(Ok).collect(),
            Err(error) => match find::items(&arrived.body, path) {
                Some(values) if self.lenient => {
                    let values = values.iter().enumerate();
                    values
                        .map(|(index, value)| one(path, index, value, &error))
                        .collect()
                }
                _ => {
                    self.pages.draft = None;
                    vec![Err(Error::Decode(error))]
                }
            },
        }
    }
}

fn one<I: Json, E>(
    path: &[&str],
    index: usize,
    value: &serde_json::Value,
    whole: &BodyError,
) -> Result<I, Error<E>> {
    json::from_value(value).map_err(|error| {
        let error = path
            .iter()
            .rev()
            .fold(error.under(index), |error, name| error.under(name));
        Error::Decode(Box::new(BodyError {
            status: whole.status,
            headers: whole.headers.clone(),
            body: whole.body.clone(),
            unreadable: Unreadable::Json(error),
        }))
    })
}

impl<T, E, I: Json> Stream for Items<T, E, I> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(item));
            }
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(arrived)) => self.items = self.items_of(arrived).into_iter(),
            }
        }
    }
}
