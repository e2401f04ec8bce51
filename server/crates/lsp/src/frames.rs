//! Messages in a stream of bytes: `Content-Length` headers with JSON bodies, read so that no input ends the reading.
//!
//! What cannot be read becomes a [`Fault`] for the sender, and reading goes on at the next header.

use std::fmt;
use std::io::{self, Read, Write};

use serde_json::Value;

use crate::repair;

/// The longest body that is read. Editors send whole documents, but none of this size.
const LONGEST_BODY: usize = 64 << 20;
/// A declared length beyond this is taken for a broken header, not for a body to skip.
const LONGEST_SKIP: usize = 4 << 30;
/// No client sends this much header.
const LONGEST_HEADER: usize = 8 << 10;
const LENGTH: &[u8] = b"content-length:";

/// One thing that came in.
#[derive(Debug, PartialEq)]
pub(crate) enum Incoming {
    /// A JSON value, repaired where that was possible.
    Message(Value),
    /// Something that is no message.
    Fault(Fault),
}

/// Why something is no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The body is not JSON, or the header says no length.
    NotJson(String),
    /// The body is longer than anybody needs.
    TooLong(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(what) => f.write_str(what),
            Self::TooLong(length) => write!(f, "a message of {length} bytes is too long"),
        }
    }
}

/// The messages of a stream.
pub(crate) struct Frames<R> {
    input: R,
    held: Vec<u8>,
    /// How much of `held` is used up.
    used: usize,
    /// True from a broken header to the next whole message: one stretch of noise is answered once.
    lost: bool,
}

enum Header {
    Length(usize),
    Broken,
    End,
}

impl<R: Read> Frames<R> {
    /// The messages of `input`.
    pub(crate) fn new(input: R) -> Self {
        Self { input, held: Vec::new(), used: 0, lost: false }
    }

    /// The next message or fault; `None` at the end of the stream.
    pub(crate) fn read(&mut self) -> Option<Incoming> {
        loop {
            match self.header() {
                Header::End => return None,
                Header::Broken if self.lost => {}
                Header::Broken => {
                    self.lost = true;
                    return Some(Incoming::Fault(Fault::NotJson(
                        "no valid Content-Length header".to_owned(),
                    )));
                }
                Header::Length(length) if length > LONGEST_BODY => {
                    self.skip(length)?;
                    return Some(Incoming::Fault(Fault::TooLong(length)));
                }
                Header::Length(length) => return self.body(length),
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.held.get(self.used..).unwrap_or_default()
    }

    fn take(&mut self, bytes: usize) {
        self.used = (self.used + bytes).min(self.held.len());
        if self.used == self.held.len() {
            self.held.clear();
            self.used = 0;
        } else if self.used > LONGEST_HEADER {
            self.held.drain(..self.used);
            self.used = 0;
        }
    }

    /// Reads some more bytes; false at the end of the stream.
    fn fill(&mut self) -> bool {
        let mut chunk = [0; 16 << 10];
        loop {
            match self.input.read(&mut chunk) {
                Ok(0) => return false,
                Ok(count) => {
                    self.held.extend_from_slice(chunk.get(..count).unwrap_or_default());
                    return true;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
    }

    fn header(&mut self) -> Header {
        loop {
            let blank = self.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.take(blank);
            if let Some((text, whole)) = header_block(self.rest()) {
                return self.parse_header(text, whole);
            }
            if self.rest().len() > LONGEST_HEADER {
                return self.resynchronise();
            }
            if !self.fill() {
                return Header::End;
            }
        }
    }

    /// Understands a block of `text` bytes that ends, with its blank line, after `whole` bytes.
    fn parse_header(&mut self, text: usize, whole: usize) -> Header {
        let block = self.rest().get(..text).unwrap_or_default();
        let Some(at) = find_length(block, Direction::Last) else {
            self.take(whole);
            return Header::Broken;
        };
        if at > 0 && !is_header(block.get(..at).unwrap_or_default()) {
            // Noise before a header that may well be good: the next round reads it.
            self.take(at);
            return Header::Broken;
        }
        let value = block.get(at + LENGTH.len()..).unwrap_or_default();
        let line = value.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        let length = std::str::from_utf8(line).ok().and_then(|line| line.trim().parse::<usize>().ok());
        self.take(whole);
        length.filter(|length| *length <= LONGEST_SKIP).map_or(Header::Broken, Header::Length)
    }

    /// Drops noise up to the next header, or all but the bytes in which one could begin.
    fn resynchronise(&mut self) -> Header {
        let noise = find_length(self.rest(), Direction::First)
            .filter(|at| *at > 0)
            .unwrap_or_else(|| self.rest().len().saturating_sub(LENGTH.len()));
        self.take(noise);
        Header::Broken
    }

    fn body(&mut self, length: usize) -> Option<Incoming> {
        while self.rest().len() < length {
            if !self.fill() {
                return None;
            }
        }
        let body = self.rest().get(..length).unwrap_or_default();
        match repair::parse(body) {
            Ok(value) => {
                self.lost = false;
                self.take(length);
                Some(Incoming::Message(value))
            }
            Err(error) => {
                // A length that was too long swallowed the next message: go on from that one's header.
                let wrong = find_length(body, Direction::First).unwrap_or(length);
                self.take(wrong);
                self.lost = true;
                Some(Incoming::Fault(Fault::NotJson(error)))
            }
        }
    }

    /// Skips `length` bytes without keeping them.
    fn skip(&mut self, length: usize) -> Option<()> {
        let mut left = length;
        loop {
            let here = self.rest().len().min(left);
            self.take(here);
            left -= here;
            if left == 0 {
                return Some(());
            }
            if !self.fill() {
                return None;
            }
        }
    }
}

/// The length of the header block at the start of `bytes`, without and with the blank line that ends it.
fn header_block(bytes: &[u8]) -> Option<(usize, usize)> {
    let crlf = find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = find(bytes, b"\n\n").map(|at| (at, at + 2));
    match (crlf, lf) {
        (Some(crlf), Some(lf)) => Some(crlf.min(lf)),
        (crlf, lf) => crlf.or(lf),
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

#[derive(Clone, Copy)]
enum Direction {
    First,
    Last,
}

fn find_length(bytes: &[u8], direction: Direction) -> Option<usize> {
    let mut windows = bytes.windows(LENGTH.len());
    match direction {
        Direction::First => windows.position(|window| window.eq_ignore_ascii_case(LENGTH)),
        Direction::Last => windows.rposition(|window| window.eq_ignore_ascii_case(LENGTH)),
    }
}

/// True if `lines` consists of whole `Name: value` lines.
fn is_header(lines: &[u8]) -> bool {
    lines.ends_with(b"\n")
        && lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).all(|line| {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            name.len() < line.len() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        })
}

/// Writes `value` as one message.
pub(crate) fn write(output: &mut impl Write, value: &Value) -> io::Result<()> {
    let body = value.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<String> {
        let mut frames = Frames::new(bytes);
        let mut read = Vec::new();
        while let Some(incoming) = frames.read() {
            read.push(match incoming {
                Incoming::Message(value) => value.to_string(),
                Incoming::Fault(Fault::NotJson(_)) => "not JSON".to_owned(),
                Incoming::Fault(Fault::TooLong(length)) => format!("too long: {length}"),
            });
        }
        read
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_come_one_by_one_however_the_header_is_written() {
        let text = format!(
            "{}content-length:2\r\nContent-Type: x\r\n\r\n[]\r\nX: y\nCONTENT-LENGTH: 4\n\nnull",
            frame("{}")
        );
        assert_eq!(read(text.as_bytes()), ["{}", "[]", "null"]);
    }

    #[test]
    fn bad_json_is_one_fault_and_the_next_message_is_read() {
        let text = frame("{oops") + &frame("{also") + &frame("1");
        assert_eq!(read(text.as_bytes()), ["not JSON", "not JSON", "1"]);
    }

    #[test]
    fn a_header_without_length_is_one_fault() {
        for bad in [
            "Content-Length: many\r\n\r\n{}",
            "Content-Size: 2\r\n\r\n{}",
            "what\r\n\r\n{\"a\": 1}",
            "\0\u{1}",
        ] {
            assert_eq!(read((bad.to_owned() + &frame("1")).as_bytes()), ["not JSON", "1"], "{bad}");
        }
    }

    #[test]
    fn a_length_that_is_too_short_or_too_long_costs_one_message() {
        let short = format!("Content-Length: 3\r\n\r\n{{\"a\": 1}}{}", frame("2"));
        assert_eq!(read(short.as_bytes()), ["not JSON", "2"]);
        let long = format!("Content-Length: 30\r\n\r\n{{\"a\": 1}}{}{}", frame("2"), frame("3"));
        assert_eq!(read(long.as_bytes()), ["not JSON", "2", "3"]);
    }

    #[test]
    fn a_huge_body_is_skipped_without_being_kept() {
        struct Zeroes(usize);
        impl Read for Zeroes {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                let count = into.len().min(self.0);
                self.0 -= count;
                into.iter_mut().for_each(|byte| *byte = b'0');
                Ok(count)
            }
        }
        let length = LONGEST_BODY + 1;
        let start = format!("Content-Length: {length}\r\n\r\n");
        let end = frame("7");
        let mut frames = Frames::new(start.as_bytes().chain(Zeroes(length)).chain(end.as_bytes()));
        assert_eq!(frames.read(), Some(Incoming::Fault(Fault::TooLong(length))));
        assert!(frames.held.capacity() < 1 << 20);
        assert_eq!(frames.read(), Some(Incoming::Message(json!(7))));
    }

    #[test]
    fn an_absurd_length_is_a_broken_header() {
        let text = format!("Content-Length: 99999999999999\r\n\r\n{}", frame("1"));
        assert_eq!(read(text.as_bytes()), ["not JSON", "1"]);
    }

    #[test]
    fn endless_noise_is_dropped_as_it_comes() {
        let noise = "x".repeat(5 * LONGEST_HEADER);
        assert_eq!(read((noise + &frame("1")).as_bytes()), ["not JSON", "1"]);
    }

    #[test]
    fn faults_are_told_in_words() {
        assert_eq!(Fault::TooLong(7).to_string(), "a message of 7 bytes is too long");
        assert_eq!(Fault::NotJson("expected value".to_owned()).to_string(), "expected value");
    }
}
