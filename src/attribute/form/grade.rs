//! Probability that indirect speech is speech: a log-linear model over the form and the tagger's probability, fitted
//! to the annotated pages of tests/annotations/dev (logistic regression, ridge ½, weights rounded).

use super::{ClauseShape, CueClass, Form, SourceSort};
use crate::forest::logistic;

/// Probabilities are clamped to this and one minus this.
const LEAST: f32 = 0.05;

impl Form {
    /// Returns the probability that a clause without marks reports speech; `tagged` is the tagger's probability.
    pub fn reported(&self, tagged: f32) -> f32 {
        let tagged = tagged.clamp(LEAST, 1.0 - LEAST);
        let of = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
        logistic(
            -2.3 + 0.76 * (tagged / (1.0 - tagged)).ln()
                + self.cue_weight()
                + self.clause_weight()
                + self.source_weight()
                + of(self.denied, -1.1)
                + of(self.passive, -1.5)
                + of(self.unreal, -1.6)
                + of(self.words < 4, -2.2)
                + of((4..6).contains(&self.words), -1.4),
        )
    }

    const fn cue_weight(self) -> f32 {
        match self.cue {
            CueClass::Say => 1.5,
            CueClass::Report => 0.7,
            CueClass::Directive | CueClass::Judge => 0.2,
            CueClass::None => 0.2,
            CueClass::According => -0.3,
            CueClass::Ask => -0.4,
            CueClass::Show => -0.9,
            CueClass::Belief => -1.6,
            CueClass::Other => -1.8,
        }
    }

    const fn clause_weight(self) -> f32 {
        use ClauseShape::{Ahead, Finite, Gerund, Infinitive, NounPhrase, Prepositional, Question, That};
        match (self.cue, self.clause) {
            (CueClass::Say | CueClass::According, Ahead) => 1.7,
            (CueClass::Say | CueClass::According, Finite) => 1.3,
            (CueClass::Say | CueClass::According, That) => 1.2,
            (CueClass::Say | CueClass::According, Infinitive) => -1.5,
            (CueClass::Say | CueClass::According, NounPhrase | Prepositional | Gerund) => -0.7,
            (CueClass::Report | CueClass::Show, Ahead | That) => 1.2,
            (CueClass::Report | CueClass::Show, Finite) => 0.3,
            (CueClass::Report | CueClass::Show, NounPhrase | Prepositional) => -1.4,
            (CueClass::Report | CueClass::Show, Infinitive) => -1.0,
            (CueClass::Report | CueClass::Show, Question) => -0.6,
            (CueClass::Report | CueClass::Show, Gerund) => 0.0,
            (_, Finite) => -1.3,
            (_, NounPhrase | Prepositional) => -0.8,
            (_, Ahead | Infinitive | Gerund) => -0.5,
            (_, Question | That) => 0.0,
        }
    }

    const fn source_weight(self) -> f32 {
        match self.source {
            SourceSort::Name | SourceSort::Pronoun => 1.0,
            SourceSort::Noun | SourceSort::None => 0.0,
            SourceSort::Thing => -0.2,
            SourceSort::Relative => -1.2,
            SourceSort::First => -2.7,
        }
    }
}
