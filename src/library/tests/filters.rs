//! Tests of filters: the articles that each finds in a small library.

use super::{filled, titles};

#[test]
fn filters_find() {
    let library = filled();
    let cases: &[(&str, &[&str])] = &[
        ("", &["Flooded archive", "Café talks", "Harbour strike"]),
        ("harb", &["Harbour strike"]),
        ("ha", &["Flooded archive", "Café talks", "Harbour strike"]),
        ("harbour s", &["Harbour strike"]),
        ("harbour st ", &[]),
        ("\"the number o", &["Flooded archive", "Harbour strike"]),
        ("cafe", &["Café talks"]),
        ("don't", &["Harbour strike"]),
        ("20.04", &["Harbour strike"]),
        ("04.20", &[]),
        ("multi-agent ", &["Café talks"]),
        ("\"cease fire\"", &["Café talks"]),
        ("\"fire ceased\"", &["Flooded archive"]),
        ("rang -harbour", &["Flooded archive"]),
        ("-\"cease fire\"", &["Flooded archive", "Harbour strike"]),
        ("-\"fire cease\"", &["Flooded archive", "Café talks", "Harbour strike"]),
        ("said:moreau", &["Harbour strike"]),
        ("said:\"ada moreau\"", &["Harbour strike"]),
        ("said:oka", &["Café talks"]),
        ("-said:okafor", &["Flooded archive", "Harbour strike"]),
        ("site:b.example", &["Flooded archive", "Café talks"]),
        ("tag:asia rang", &["Flooded archive", "Harbour strike"]),
        ("tag:africa", &[]),
        ("said:moreau rang ", &["Harbour strike"]),
        ("rang site:b.example", &["Flooded archive"]),
        ("rang -site:b.example", &["Harbour strike"]),
        ("is:starred", &[]),
        ("is:unread after:2023-01-01 before:2024-01-01 talks", &["Café talks"]),
        ("harbour OR cafe", &["Café talks", "Harbour strike"]),
        ("(harbour OR cafe) -said:moreau", &["Café talks"]),
        ("\"cease fire\" OR \"fire ceased\"", &["Flooded archive", "Café talks"]),
        ("-(said:moreau OR \"cease fire\")", &["Flooded archive"]),
        ("rang (said:moreau OR site:b.example)", &["Flooded archive", "Harbour strike"]),
        ("tag:as rang", &["Flooded archive", "Harbour strike"]),
        ("-tag:as ", &["Flooded archive", "Café talks", "Harbour strike"]),
        ("title:strike", &["Harbour strike"]),
        ("title:rang", &[]),
        ("title:harbours ", &["Harbour strike"]),
        ("title:\"strike harbour\" ", &["Harbour strike"]),
        // One typing error, another ending: only where nothing has the words as typed.
        ("harbuor ", &["Harbour strike"]),
        ("strikes ", &["Harbour strike"]),
        ("said:moraeu", &["Harbour strike"]),
        ("said:Moreau's", &["Harbour strike"]),
        ("-said:moraeu", &["Flooded archive", "Café talks", "Harbour strike"]),
        ("tag:aisa rang", &["Flooded archive", "Harbour strike"]),
        ("\"harbuor strike\"", &[]),
        ("\"", &["Flooded archive", "Café talks", "Harbour strike"]),
    ];
    for (query, expected) in cases {
        assert_eq!(titles(&library, query), *expected, "{query}");
    }
}
