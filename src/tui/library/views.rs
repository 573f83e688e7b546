//! Saved views: a filter and an order on a digit.

use super::Request;
use super::commands::renew;
use crate::tui::app::{App, Effect};

/// Goes to a saved view.
fn view(app: &mut App, number: u8) {
    match app.library.views.iter().find(|view| view.number == number).cloned() {
        Some(view) => {
            (app.library.filter, app.library.sort) = (view.query, view.sort);
            app.tell(view.name);
            renew(app);
        }
        None => app.tell(format!("no view {number} yet: Ctrl-S saves this filter there")),
    }
}

/// Declares the commands of the digits.
macro_rules! views {
    ($($name:ident $number:literal)*) => { $(
        /// Goes to the saved view of this number.
        pub fn $name(app: &mut App, _: Option<u32>) { view(app, $number); }
    )* };
}

views! { view_1 1 view_2 2 view_3 3 view_4 4 view_5 5 view_6 6 view_7 7 view_8 8 view_9 9 }

/// `Ctrl-S`: saves filter and order as a view, on the next free digit.
pub fn save_view(app: &mut App, _: Option<u32>) {
    let free = (1..=9).find(|number| !app.library.views.iter().any(|view| view.number == *number));
    let Some(number) = free else { return app.tell("all nine views are taken") };
    let (query, sort) = (app.library.filter.clone(), app.library.sort);
    let name = if query.is_empty() { "all".to_owned() } else { query.clone() };
    let view = crate::library::View { number, name, query, sort };
    app.library.views.push(view.clone());
    app.ask(Effect::Library(Request::SaveView(view)));
    app.tell(format!("saved as view {number}"));
}
