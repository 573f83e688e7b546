//! Calibration: maps the raw probabilities of the forests to the share that is right on unseen pages.

use crate::forest::ByteReader;

/// Shares that are right, at equal steps of the raw probability. They never fall.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfidenceCurve {
    /// One share per step from 0 to 1; empty if nothing was measured.
    pub shares: Vec<f32>,
}

impl ConfidenceCurve {
    /// Returns the calibrated probability, interpolated linearly between steps.
    pub fn read_off(&self, raw: f32) -> f32 {
        let raw = raw.clamp(0.0, 1.0);
        let Some(last) = self.shares.len().checked_sub(1).filter(|&last| last > 0) else { return raw };
        let place = raw * last as f32;
        let low = (place as usize).min(last - 1);
        self.shares[low] + (self.shares[low + 1] - self.shares[low]) * (place - low as f32)
    }

    /// Serialises the number of steps and the shares.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.shares.len() as u8);
        self.shares.iter().for_each(|share| out.extend(share.to_le_bytes()));
    }

    /// Reads the format of [`ConfidenceCurve::write`]. Returns `None` if bytes are missing.
    pub fn read(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let steps = bytes.u8()?;
        let shares = (0..steps).map(|_| bytes.u32().map(f32::from_bits)).collect::<Option<Vec<_>>>()?;
        Some(Self { shares })
    }
}

#[cfg(test)]
mod tests {
    use super::{ByteReader, ConfidenceCurve};

    #[test]
    fn shares_between_steps_are_interpolated() {
        let calibration = ConfidenceCurve { shares: vec![0.0, 0.5, 1.0] };
        for (raw, share) in [(0.0, 0.0), (0.25, 0.25), (0.75, 0.75), (2.0, 1.0)] {
            assert!((calibration.read_off(raw) - share).abs() < 1e-6);
        }
        assert!((ConfidenceCurve::default().read_off(0.4) - 0.4).abs() < 1e-6, "nothing was measured");
    }

    #[test]
    fn calibration_written_and_read_is_the_same() {
        let calibration = ConfidenceCurve { shares: vec![0.1, 0.9] };
        let mut bytes = Vec::new();
        calibration.write(&mut bytes);
        assert_eq!(ConfidenceCurve::read(&mut ByteReader(&bytes)), Some(calibration));
        assert_eq!(ConfidenceCurve::read(&mut ByteReader(&bytes[..7])), None);
    }
}
