//! A web server for tests on the loopback address: a closure answers each request and may write anything.

#![allow(dead_code, reason = "each test crate uses its own part of the server")]

use flate2::Compression;
use flate2::write::GzEncoder;
use sayso::load::{Failure, Location, Options, Source, load};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A running server; its threads end with the test process.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that passes path and connection of each request to `answer`, each on a thread of its own.
    pub fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), Arc::clone(&requests));
        thread::spawn(move || {
            for connection in listener.incoming() {
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                thread::spawn(move || serve(connection.unwrap(), &*answer, &seen));
            }
        });
        Self { address, requests }
    }

    /// Returns the address of a path on this server.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns all requests so far, in order.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(mut connection: TcpStream, answer: &dyn Fn(&str, &mut TcpStream), seen: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        match connection.read(&mut byte) {
            Ok(1) => request.push(byte[0]),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(request);
    answer(&path, &mut connection);
    let _ = connection.flush();
}

/// Writes a complete answer with the correct length.
pub fn reply(connection: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    // The client may have hung up, which is fine.
    let _ = connection.write_all(head.as_bytes()).and_then(|()| connection.write_all(body));
}

/// Loads an address; an error message must be one line without control characters.
pub fn get(address: &str, options: &Options) -> Result<Source, Failure> {
    let location = Location::parse(OsStr::new(address)).map_err(|error| error.failure)?;
    load(&location, options).map_err(|error| {
        let line = error.to_string();
        assert!(!line.chars().any(char::is_control), "{line:?}");
        error.failure
    })
}

/// Writes raw bytes, which may be an invalid or incomplete answer.
pub fn raw(connection: &mut TcpStream, bytes: &[u8]) {
    let _ = connection.write_all(bytes);
}

/// Compresses bytes by gzip.
pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
