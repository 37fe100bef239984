//! A server on this machine that answers what a test wants, and remembers what it was asked.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A request as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// `GET`
    pub method: String,
    /// The path, as it was sent.
    pub path: String,
    /// What stood behind `?`, as it was sent; empty if nothing did.
    pub query: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Seen {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What the server answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type of the body.
    pub media: &'static str,
    /// The body.
    pub body: String,
}

impl Answer {
    /// An answer in JSON.
    pub fn json(status: u16, body: impl ToString) -> Self {
        Answer {
            status,
            media: "application/json",
            body: body.to_string(),
        }
    }
}

/// A running server; it ends with the process.
pub struct Loopback {
    /// Where it listens: `http://127.0.0.1:49152/client/v4`.
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Loopback {
    /// Starts a server that answers every request with what `answer` makes of it.
    pub fn start(answer: impl Fn(&Seen) -> Answer + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}/client/v4", listener.local_addr()?);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that hangs up early is that client's loss.
                let _ = stream.and_then(|stream| serve(stream, &kept, &answer));
            }
        });
        Ok(Loopback { url, seen })
    }

    /// The requests so far, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .map(|seen| seen.clone())
            .unwrap_or_default()
    }
}

fn serve(
    stream: TcpStream,
    seen: &Mutex<Vec<Seen>>,
    answer: &impl Fn(&Seen) -> Answer,
) -> io::Result<()> {
    let request = read(&mut BufReader::new(&stream))?;
    let Answer {
        status,
        media,
        body,
    } = answer(&request);
    if let Ok(mut seen) = seen.lock() {
        seen.push(request);
    }
    let length = body.len();
    write!(
        &stream,
        "HTTP/1.1 {status} -\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\
         cf-ray: 8f00ba5e-LHR\r\nconnection: close\r\n\r\n{body}"
    )
}

fn read(stream: &mut impl BufRead) -> io::Result<Seen> {
    let first = line(stream)?;
    let mut words = first.split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let target = words.next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Seen {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let header = line(stream)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        request
            .headers
            .push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = request
        .header("content-length")
        .and_then(|length| length.parse().ok());
    request.body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut request.body)?;
    Ok(request)
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}
