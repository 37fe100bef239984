//! A loopback server that does what a test says and remembers what arrives.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc},
    thread,
};

/// What the server does with one request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Acts, and answers these bytes.
    Answer(Vec<u8>),
    /// Closes the connection before it reads the request.
    CloseFirst,
    /// Acts, and closes the connection without an answer.
    CloseAfter,
    /// Acts, and never answers.
    Hang,
    /// Acts, answers these bytes, and then sends nothing more.
    AnswerAndHang(Vec<u8>),
    /// Acts, answers the first bytes, and then the others again and again, with a pause before each.
    Forever(Vec<u8>, Vec<u8>, std::time::Duration),
}

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    /// The values of a header, joined by `|` (so that two are noticed).
    pub fn header(&self, name: &str) -> Option<String> {
        let found: Vec<&str> = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!found.is_empty()).then(|| found.join("|"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub struct Server {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// Tells each time a request was read whole.
    pub arrived: Mutex<mpsc::Receiver<()>>,
}

impl Server {
    /// Starts a server that does `acts` one after the other, then closes what comes.
    pub fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let acts: Vec<Act> = acts.into_iter().collect();
        let mut acts = acts.into_iter();
        Server::with(move |_| acts.next().unwrap_or(Act::CloseFirst))
    }

    /// Starts a server that does what `decide` says; it is asked before the request is read with
    /// `None`, and again with the request unless it said to close.
    pub fn with(decide: impl FnMut(usize) -> Act + Send + 'static) -> Self {
        let mut decide = decide;
        let mut count = 0;
        Server::answering(move |_| {
            count += 1;
            decide(count - 1)
        })
    }

    /// Starts a server that decides on the request it has read.
    pub fn answering(decide: impl FnMut(&Seen) -> Act + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (tell, arrived) = mpsc::channel();
        let (log, decide) = (Arc::clone(&seen), Arc::new(Mutex::new(decide)));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, decide, tell) = (Arc::clone(&log), Arc::clone(&decide), tell.clone());
                thread::spawn(move || serve(stream, &log, &decide, &tell));
            }
        });
        Server {
            port,
            seen,
            arrived: Mutex::new(arrived),
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test panics holding it").clone()
    }
}

fn serve(
    stream: TcpStream,
    log: &Mutex<Vec<Seen>>,
    decide: &Mutex<impl FnMut(&Seen) -> Act + Send>,
    tell: &mpsc::Sender<()>,
) {
    let Some(seen) = read_request(&stream) else {
        return;
    };
    let act = (decide.lock().expect("no decision panics"))(&seen);
    if matches!(act, Act::CloseFirst) {
        _ = stream.shutdown(Shutdown::Both);
        return;
    }
    log.lock().expect("no test panics holding it").push(seen);
    _ = tell.send(());
    match act {
        Act::Answer(bytes) => {
            _ = (&stream).write_all(&bytes);
            _ = stream.shutdown(Shutdown::Write);
            // Read what is left, so that closing does not reset the answer away.
            _ = std::io::copy(&mut &stream, &mut std::io::sink());
        }
        Act::AnswerAndHang(bytes) => {
            _ = (&stream).write_all(&bytes);
            _ = std::io::copy(&mut &stream, &mut std::io::sink());
        }
        Act::Forever(head, piece, pause) => {
            let mut sent = (&stream).write_all(&head);
            while sent.is_ok() {
                thread::sleep(pause);
                sent = (&stream).write_all(&piece);
            }
        }
        Act::Hang => _ = std::io::copy(&mut &stream, &mut std::io::sink()),
        Act::CloseFirst | Act::CloseAfter => _ = stream.shutdown(Shutdown::Both),
    }
}

fn read_request(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let mut seen = Seen {
        method,
        target,
        headers,
        body: Vec::new(),
    };
    match seen
        .header("content-length")
        .and_then(|length| length.parse().ok())
    {
        Some(length) => {
            seen.body = vec![0; length];
            reader.read_exact(&mut seen.body).ok()?;
        }
        None if seen.header("transfer-encoding").is_some() => seen.body = read_chunks(&mut reader)?,
        None => {}
    }
    Some(seen)
}

fn read_chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}

/// An answer with these headers (`name: value`, one a line) and body.
pub fn answer(status: u16, headers: &str, body: &str) -> Act {
    let mut head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for line in headers
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        head.push_str(line);
        head.push_str("\r\n");
    }
    head.push_str("connection: close\r\n\r\n");
    Act::Answer([head.as_bytes(), body.as_bytes()].concat())
}

/// A JSON answer.
pub fn json(status: u16, body: &str) -> Act {
    answer(status, "content-type: application/json", body)
}
