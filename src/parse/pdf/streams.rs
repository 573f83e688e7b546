//! Unpacks streams within bounds.

use super::budget::Budget;
use crate::load::has_zlib_header;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use hayro_syntax::object::dict::keys::{DECODE_PARMS, DP};

/// Bytes unpacked at a time.
const CHUNK: usize = 64 << 10;
/// Most bytes that one packed byte can become in the other formats.
const MAX_RATIO: usize = 1_500;

/// Unpacks a stream of operators; empty if it is damaged, cut where the budget ends.
pub fn unpack(stream: &Stream<'_>, budget: &mut Budget) -> Vec<u8> {
    let most = budget.bytes_left();
    let filters = stream.filters();
    let has_parameters = stream.dict().contains_key(DECODE_PARMS) || stream.dict().contains_key(DP);
    let bytes = match filters.as_slice() {
        [] => stream.raw_data().into_owned(),
        [Filter::FlateDecode] if !has_parameters => inflate(&stream.raw_data(), most),
        _ => {
            let packed = filters.iter().filter(|it| matches!(it, Filter::FlateDecode | Filter::LzwDecode)).count();
            let is_safe = packed == 0 || packed == 1 && stream.raw_data().len() <= most / MAX_RATIO;
            let is_proven = || {
                packed == 1 && filters.as_slice() == [Filter::FlateDecode] && {
                    inflate(&stream.raw_data(), most.saturating_add(1)).len() <= most
                }
            };
            if is_safe || is_proven() {
                stream.decoded_data().map(std::borrow::Cow::into_owned).unwrap_or_default()
            } else {
                budget.exceeded = true;
                Vec::new()
            }
        }
    };
    let mut bytes = bytes;
    if !budget.spend_bytes(bytes.len()) {
        bytes.truncate(most);
    }
    bytes
}

/// Unpacks zlib data (RFC 1950), at most `most` bytes. Damaged data give what stands before the damage.
pub fn inflate(packed: &[u8], most: usize) -> Vec<u8> {
    let mut state = Decompress::new(has_zlib_header(packed));
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK];
    while bytes.len() < most {
        let (read, written) = (state.total_in(), state.total_out());
        let rest = packed.get(read as usize..).unwrap_or_default();
        let done = state.decompress(rest, &mut chunk, FlushDecompress::None);
        let fresh = (state.total_out() - written) as usize;
        bytes.extend_from_slice(chunk.get(..fresh).unwrap_or_default());
        let is_stuck = fresh == 0 && state.total_in() == read;
        if is_stuck || !matches!(done, Ok(Status::Ok | Status::BufError)) {
            break;
        }
    }
    bytes.truncate(most);
    bytes
}
