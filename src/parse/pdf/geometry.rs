//! Rectangles and transformations of a page.

/// A rectangle in points, the origin at the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Rect {
    /// A rectangle without limits.
    pub const EVERYWHERE: Self = Self { left: f32::MIN, top: f32::MIN, right: f32::MAX, bottom: f32::MAX };

    /// Returns the smallest rectangle around points; `None` without points.
    pub fn around(points: impl IntoIterator<Item = (f32, f32)>) -> Option<Self> {
        let mut out: Option<Self> = None;
        for (x, y) in points {
            let it = out.get_or_insert(Self { left: x, top: y, right: x, bottom: y });
            it.left = it.left.min(x);
            it.right = it.right.max(x);
            it.top = it.top.min(y);
            it.bottom = it.bottom.max(y);
        }
        out
    }

    /// Returns the part that both cover; it may be empty.
    pub const fn intersection(&self, other: &Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// Returns true if a point is inside, or at most `slack` outside.
    pub fn contains(&self, x: f32, y: f32, slack: f32) -> bool {
        x >= self.left - slack && x <= self.right + slack && y >= self.top - slack && y <= self.bottom + slack
    }

    /// Returns the smallest rectangle around both.
    pub const fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Returns its width.
    pub const fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Returns its height.
    pub const fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// An affine transformation: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Returns the transformation that applies `first`, then this one.
    #[must_use]
    pub fn after(&self, first: &Self) -> Self {
        let (then, m) = (self.0, first.0);
        let x = |along: f64, down: f64| then[0].mul_add(along, then[2] * down);
        let y = |along: f64, down: f64| then[1].mul_add(along, then[3] * down);
        Self([
            x(m[0], m[1]),
            y(m[0], m[1]),
            x(m[2], m[3]),
            y(m[2], m[3]),
            x(m[4], m[5]) + then[4],
            y(m[4], m[5]) + then[5],
        ])
    }

    /// Returns a shift.
    pub const fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Transforms a point.
    pub fn point(&self, x: f64, y: f64) -> (f32, f32) {
        let m = self.0;
        (m[0].mul_add(x, m[2].mul_add(y, m[4])) as f32, m[1].mul_add(x, m[3].mul_add(y, m[5])) as f32)
    }

    /// Transforms the corners of a rectangle and returns the smallest one around them.
    pub fn rect(&self, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| self.point(x, y));
        Rect::around(corners).unwrap_or(Rect::EVERYWHERE)
    }
}
