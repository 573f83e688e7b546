//! PDF files, cut, doubled and corrupted; and any operators as the content of a page.

use crate::article::{changed, changes};
use crate::pdf_writer::{bold, line, lines, pages, with_contents};
use crate::properties::source;
use crate::{all_layers, config};
use proptest::prelude::*;

/// A file with all that small files can have.
fn whole() -> Vec<u8> {
    let page = |number: usize| {
        let mut all = vec![line(30.0, 20.0, 8.0, "A running head"), bold(30.0, 50.0, 16.0, "A heading")];
        all.extend(lines(30.0, 80.0, &["“We can’t go on,” Ada Byron, a min-", "ister, said. She left on Monday."]));
        all.extend(lines(220.0, 80.0, &["The second column of the page,", "which has two lines of its own."]));
        all.push(line(30.0, 560.0, 7.0, "1 A note."));
        all.push(line(200.0, 590.0, 8.0, &number.to_string()));
        all
    };
    pages(&[page(1), page(2), page(3)], "/Title(A file)/Author(Ada Byron)/CreationDate(D:20240501120000Z)")
}

/// Operators with operands, some of which fit.
fn operators() -> impl Strategy<Value = String> {
    const NAMES: [&str; 26] = [
        "q", "Q", "cm", "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", "\"", "Tc", "Tw", "Tz", "TL", "Ts",
        "Tr", "re", "W", "n", "Do", "BDC", "EMC",
    ];
    let operand = prop_oneof![
        4 => (-2000..2000_i32).prop_map(|number| number.to_string()),
        1 => prop::sample::select(vec!["1e38", "-1e38", "0.0000001", "99999999999", "/F1", "/F2", "/X", "[", "]", "<<", ">>"])
            .prop_map(str::to_owned),
        2 => "[ -~]{0,12}".prop_map(|text| format!("({})", text.replace(['\\', '(', ')'], ""))),
        1 => Just("[(Two)-300(words) 20 (more)]".to_owned()),
        1 => Just("/Span <</ActualText(x\u{1b}[31m)>>".to_owned()),
    ];
    let one = (prop::collection::vec(operand, 0..7), prop::sample::select(&NAMES[..]));
    prop::collection::vec(one, 0..60)
        .prop_map(|all| all.into_iter().map(|(operands, name)| format!("{} {name}\n", operands.join(" "))).collect())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn broken_pdfs_are_analysed(changes in changes()) {
        all_layers(&source(changed(whole(), &changes), "pdf"))?;
    }

    #[test]
    fn pages_with_any_operators_are_analysed(contents in prop::collection::vec(operators(), 1..3)) {
        let contents: Vec<String> = contents.into_iter().map(|it| format!("BT /F1 9 Tf 20 500 Td (Text.) Tj\n{it}")).collect();
        all_layers(&source(with_contents(&contents, ""), "pdf"))?;
    }
}
