//! Newsletters as they come by mail: who sent them and when, and none of their text lost.

use crate::wrap::quoted_printable;
use crate::{loaded, models};
use sayso::pipeline::analyse;

/// `From`, `List-Id`, then the author and the site that are meant.
const SENDERS: [(&str, Option<&str>, &str, &str); 14] = [
    ("Ada Vane from The Hive <hive@substack.example>", Some("<hive.substack.example>"), "Ada Vane", "The Hive"),
    ("Ada Vane <ada@hive.example>", Some("The Hive <list.hive.example>"), "Ada Vane", "The Hive"),
    ("Ada Vane <ada@mail.hive.example>", None, "Ada Vane", "hive.example"),
    ("The Hive <news@hive.example>", None, "The Hive", "The Hive"),
    ("The Hive by Ada Vane <news@hive.example>", None, "Ada Vane", "The Hive"),
    ("\"Ada Vane, The Hive\" <news@hive.example>", None, "Ada Vane", "The Hive"),
    ("\"The Hive | Ada Vane\" <news@hive.example>", None, "Ada Vane", "The Hive"),
    ("Ada Vane at The Hive <news@hive.example>", None, "Ada Vane", "The Hive"),
    ("Ada Vane via The Hive <news@hive.example>", None, "Ada Vane", "The Hive"),
    ("\"Ada Vane (The Hive)\" <news@hive.example>", None, "Ada Vane", "The Hive"),
    ("=?utf-8?q?Ren=C3=A9_Dupont?= <rene@hive.example>", None, "René Dupont", "hive.example"),
    ("Hive Daily <e@e.hive.example>", Some("xyz <4f2a.list.example>"), "Hive Daily", "xyz"),
    ("The Hive Weekly <no-reply@newsletter.hive.example>", Some("<4f2a>"), "The Hive Weekly", "The Hive Weekly"),
    ("Ada Vane - The Hive <news@hive.example>", None, "Ada Vane", "The Hive"),
];

/// A newsletter in the tables that its kind is made of, one number in each.
fn body(number: usize) -> String {
    let paragraphs = [
        "The keepers of the northern valley counted their hives again this week, and for the first time in nine years the \
        number rose: 412 stand between the two rivers, eleven more than a year ago.",
        "“We did nothing new,” said Ines Albrecht, who looks after sixty of them. “We only stopped mowing the verges in \
        May, and the verges did the rest.”",
        "The county says it will keep the verges long for another year. Farmers who grow rape are paid to leave a strip of \
        four metres along each ditch, and most of them took the money.",
        "That is all for today. Next week we look at what the beekeepers of the coast do differently, and why their honey \
        tastes of salt.",
    ];
    let rows: String = paragraphs
        .iter()
        .map(|text| format!("<tr><td style=\"padding:16px\"><p>{text} ({number})</p></td></tr>"))
        .collect();
    format!(
        "<html><head><title></title></head><body><table width=600><tr><td><h1>Bees, issue {number}</h1></td></tr>{rows}\
        <tr><td><p><a href=\"https://click.example/c?url=https%3A%2F%2Fhive.example%2F{number}\">Read it on the web</a> · \
        <a href=\"https://hive.example/u\">Unsubscribe</a></p></td></tr></table></body></html>"
    )
}

#[test]
fn newsletters_keep_sender_date_and_text() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (from, list, author, site)) in SENDERS.into_iter().enumerate() {
        let list = list.map(|list| format!("List-Id: {list}\r\n")).unwrap_or_default();
        let mail = format!(
            "Received: by mx.example; Tue, 3 Mar 2026 09:30:07 +0100\r\nFrom: {from}\r\nTo: reader@mail.example\r\n\
            Subject: Bees, issue {number}\r\nDate: Tue, 3 Mar 2026 09:30:00 +0100\r\n{list}MIME-Version: 1.0\r\n\
            Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
            quoted_printable(body(number).as_bytes())
        );
        let source = loaded(folder.path(), "letter", mail.as_bytes());
        let reading = analyse(&source, models(), &models().options());
        let meta = &reading.article.meta;
        assert_eq!(meta.title, Some(format!("Bees, issue {number}")), "{from}");
        assert_eq!(meta.authors, [author], "{from}");
        assert_eq!(meta.site.as_deref(), Some(site), "{from}");
        assert_eq!(meta.published.as_deref(), Some("2026-03-03T09:30:00+01:00"), "{from}");
        let marked = format!("({number})");
        assert_eq!(reading.article.text.matches(&marked).count(), 4, "{from}: {}", reading.article.text);
        let said: Vec<_> = reading.attributions.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        assert_eq!(said.first(), Some(&"Ines Albrecht"), "{from}");
        let links = reading.article.blocks.iter().flat_map(|placed| &placed.block.marks);
        let links = links.chain(reading.article.clutter.iter().flat_map(|hidden| &hidden.block.marks));
        let targets: Vec<_> = links.map(|mark| format!("{:?}", mark.style)).collect();
        assert!(targets.contains(&format!("Link(\"https://hive.example/{number}\")")), "{targets:?}");
    }
}
