//! What is sent and what comes back, by media type.

use indexmap::IndexMap;

use super::{Lower, parameters, site, xml};
use crate::{
    ir::{Body, Content, Encoding, Header, Reply, Shape, Status, TextFormat},
    load::Place,
    report::{Problem, codes},
};

impl<'d> Lower<'d, '_> {
    /// The body of the operation at `place`.
    pub(super) fn body(&mut self, place: &Place<'d>) -> Option<Body> {
        let body = self.document.follow(&place.get("requestBody")?)?;
        let contents = self.contents(&body);
        if contents.is_empty() {
            self.report.push(
                Problem::warning(
                    codes::SHAPELESS,
                    &body.pointer,
                    "a request body without media types",
                )
                .done("no body is sent")
                .help("describe its `content`"),
            );
            return None;
        }
        Some(Body {
            required: site::flag(&body, "required"),
            docs: site::text(&body, "description"),
            contents,
            pointer: body.pointer,
        })
    }

    /// The replies of the operation at `place`.
    pub(super) fn replies(&mut self, place: &Place<'d>) -> Vec<Reply> {
        let mut found = Vec::new();
        for (key, item) in place.get("responses").iter().flat_map(Place::members) {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                self.report.push(
                    Problem::warning(
                        codes::BAD_STATUS,
                        &item.pointer,
                        format!("`{key}` is no status, no range and not `default`"),
                    )
                    .done("the reply is left out")
                    .help("use a status such as 200, a range such as 2XX, or `default`")
                    .degraded(),
                );
                continue;
            };
            found.push((status, item));
        }
        // Their order says nothing in a description.
        found.sort_by_key(|(status, _)| *status);
        let mut replies: Vec<Reply> = Vec::with_capacity(found.len());
        for (status, item) in found {
            let Some(reply) = self.document.follow(&item) else {
                continue;
            };
            if let Some(links) = reply
                .get("links")
                .filter(|links| links.members().next().is_some())
            {
                self.report.push(
                    Problem::note(
                        codes::LINKS,
                        &links.pointer,
                        "`links` lead to other operations",
                    )
                    .done("they change nothing: the operations they lead to are methods"),
                );
            }
            replies.push(Reply {
                late: false,
                status,
                docs: site::text(&reply, "description"),
                contents: self.contents(&reply),
                headers: self.headers(&reply),
                pointer: reply.pointer,
            });
        }
        replies
    }

    fn contents(&mut self, place: &Place<'d>) -> Vec<Content> {
        let mut contents = Vec::new();
        for (media, content) in place.get("content").iter().flat_map(Place::members) {
            let Some(content) = self.document.follow(&content) else {
                continue;
            };
            let media = media.trim();
            let schema = content.get("schema");
            let shape = match &schema {
                Some(schema) => Some(self.shape(schema)),
                None if is_json(media) => Some(self.shapes.intern(Shape::Any)),
                None => None,
            };
            contents.push(Content {
                media: media.to_owned(),
                shape,
                encoding: self.encodings(&content),
                example: site::example(&content),
                xml: schema
                    .filter(|_| self.xml)
                    .map(|schema| Box::new(xml::of(self.document, &schema))),
                pointer: content.pointer,
            });
        }
        contents
    }

    fn encodings(&mut self, content: &Place<'d>) -> IndexMap<String, Encoding> {
        let mut encodings = IndexMap::new();
        for (wire, encoding) in content.get("encoding").iter().flat_map(Place::members) {
            let styled = encoding
                .value
                .get("style")
                .or_else(|| encoding.value.get("explode"));
            let style = styled.and_then(|_| {
                parameters::style(&encoding, encoding.text("style").unwrap_or("form"))
            });
            let headers = self.headers(&encoding);
            encodings.insert(
                wire.to_owned(),
                Encoding {
                    content_type: site::text(&encoding, "contentType"),
                    style,
                    headers: headers
                        .into_iter()
                        .map(|header| (header.wire, header.shape))
                        .collect(),
                },
            );
        }
        encodings
    }

    fn headers(&mut self, place: &Place<'d>) -> Vec<Header> {
        let mut headers = Vec::new();
        for (wire, header) in place.get("headers").iter().flat_map(Place::members) {
            if wire.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(header) = self.document.follow(&header) else {
                continue;
            };
            let content = header.get("content").and_then(|content| {
                content
                    .members()
                    .next()
                    .and_then(|(_, content)| content.get("schema"))
            });
            let shape = match header.get("schema").or(content) {
                Some(schema) => self.shape(&schema),
                None => self.shapes.intern(Shape::Text(TextFormat::Plain)),
            };
            headers.push(Header {
                wire: wire.to_owned(),
                required: site::flag(&header, "required"),
                shape,
                docs: site::text(&header, "description"),
                pointer: header.pointer,
            });
        }
        headers
    }
}

/// Whether bodies of this media type are JSON values.
pub(super) fn is_json(media: &str) -> bool {
    let essence = media
        .split(';')
        .next()
        .unwrap_or(media)
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

fn status(key: &str) -> Option<Status> {
    if key.eq_ignore_ascii_case("default") {
        return Some(Status::Default);
    }
    if let Some(class) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        return class
            .parse()
            .ok()
            .filter(|class| (1..=5).contains(class))
            .map(Status::Range);
    }
    key.parse()
        .ok()
        .filter(|code| (100..=599).contains(code))
        .map(Status::Exact)
}
