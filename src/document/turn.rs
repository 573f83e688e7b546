//! [`Turn`]: speaker and time of a block of a transcript.

use super::Span;
use serde::{Deserialize, Serialize};

/// A turn of a transcript, or a part of one, as its format names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Name of the speaker; `None` for unnamed voices and for notes such as `[applause]`.
    pub speaker: Option<String>,
    /// Role of the speaker, from the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The name in the block's text; empty if it is not there.
    pub label: Span,
    /// First byte of what is said in the block's text.
    pub content: usize,
    /// Beginning in the recording, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u64>,
}

impl Turn {
    /// Formats the time as hours, minutes and seconds: `00:12:34`.
    pub fn time_code(&self) -> Option<String> {
        let seconds = self.time? / 1_000;
        Some(format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60))
    }
}
