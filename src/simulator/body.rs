//! The body of an answer, of a stated length or in pieces.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// How long a piece is.
const PIECE: usize = 1000;

/// What is left to send.
pub(super) struct Outgoing {
    left: Bytes,
    in_pieces: bool,
}

impl Outgoing {
    /// In pieces it tells its length to nobody, so that HTTP/1.1 sends it as chunks.
    pub(super) fn new(left: Bytes, in_pieces: bool) -> Self {
        Self { left, in_pieces }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = if self.in_pieces { self.left.len().min(PIECE) } else { self.left.len() };
        let piece = self.left.split_to(length);
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if self.in_pieces { SizeHint::default() } else { SizeHint::with_exact(self.left.len() as u64) }
    }
}
