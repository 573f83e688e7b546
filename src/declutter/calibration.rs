//! Turns the forests' output into a decision and a confidence. Both were measured on unseen sites and are stored with
//! the weights.

use crate::forest::ByteReader;

/// Threshold and calibration of a format's forests.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Lowest probability of belonging to the article at which blocks are shown.
    pub threshold: f32,
    /// Share of blocks that are clutter, at equal steps of the probability from 0 to 1. It never falls.
    pub shares: Vec<f32>,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { threshold: 0.5, shares: Vec::new() }
    }
}

impl Calibration {
    /// Returns the calibrated probability of clutter, interpolated linearly between steps.
    pub fn confidence(&self, clutter: f32) -> f32 {
        let clutter = clutter.clamp(0.0, 1.0);
        let Some(last) = self.shares.len().checked_sub(1).filter(|&last| last > 0) else { return clutter };
        let place = clutter * last as f32;
        let low = (place as usize).min(last - 1);
        self.shares[low] + (self.shares[low + 1] - self.shares[low]) * (place - low as f32)
    }

    /// Returns the probability from which blocks are shown: the threshold, or less if blocks below it are still more
    /// likely article than clutter.
    pub fn show_from(&self) -> f32 {
        const STEPS: u16 = 200;
        let is_doubtful = |&p: &f32| self.confidence(1.0 - p) >= 0.5;
        let doubtful = (0..=STEPS).rev().map(|n| f32::from(n) / f32::from(STEPS)).find(is_doubtful);
        doubtful.map_or(self.threshold, |p| self.threshold.min(p))
    }

    /// Serialises threshold and shares.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.threshold.to_le_bytes());
        out.push(self.shares.len() as u8);
        self.shares.iter().for_each(|share| out.extend(share.to_le_bytes()));
    }

    /// Reads the format of [`Calibration::write`]. Returns `None` if bytes are missing.
    pub fn read(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let threshold = f32::from_bits(bytes.u32()?);
        let steps = bytes.u8()?;
        let shares = (0..steps).map(|_| bytes.u32().map(f32::from_bits)).collect::<Option<Vec<_>>>()?;
        Some(Self { threshold, shares })
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are stored, or exact in binary")]
mod tests {
    use super::{ByteReader, Calibration};

    #[test]
    fn between_two_steps_it_is_in_proportion() {
        let calibration = Calibration { threshold: 0.5, shares: vec![0.0, 0.5, 1.0] };
        assert_eq!([0.0, 0.25, 0.5, 1.0, 2.0].map(|p| calibration.confidence(p)), [0.0, 0.25, 0.5, 1.0, 1.0]);
        assert_eq!(Calibration::default().confidence(0.75), 0.75, "nothing was measured");
    }

    #[test]
    fn is_read_as_it_was_written() {
        let calibration = Calibration { threshold: 0.55, shares: vec![0.1, 0.9] };
        let mut bytes = Vec::new();
        calibration.write(&mut bytes);
        assert_eq!(Calibration::read(&mut ByteReader(&bytes)), Some(calibration));
        assert_eq!(Calibration::read(&mut ByteReader(&bytes[..7])), None);
    }
}
