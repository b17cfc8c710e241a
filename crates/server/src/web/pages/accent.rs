//! `GET /d/{desk}/accent.css`: the desk's colour. It is darkened as far as needed
//! to be readable on white, whatever colour the desk chose.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::web::Visitor;

/// Of text on its background, as WCAG 2.2 asks for at level AA.
const CONTRAST_MIN: f64 = 4.5;

/// Where the colour cannot be read: that of the style sheet.
const FALLBACK: Colour = Colour([0x0a, 0x5a, 0x76]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour([u8; 3]);

pub(super) async fn serve(visitor: Visitor) -> Response {
    let accent = Colour::parse(&visitor.desk.accent).unwrap_or(FALLBACK);
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, style_sheet(accent)).into_response()
}

fn style_sheet(accent: Colour) -> String {
    let dark = accent.readable_on_white().to_hex();
    format!(
        ":root {{\n\
         --accent: light-dark({dark}, color-mix(in oklab, {dark} 35%, white));\n\
         --accent-ink: light-dark(#ffffff, #0d1a21);\n\
         --accent-wash: light-dark(color-mix(in oklab, {dark} 11%, white), color-mix(in oklab, {dark} 32%, #19212a));\n\
         --accent-strong: light-dark(color-mix(in oklab, {dark} 85%, black), color-mix(in oklab, {dark} 25%, white));\n\
         }}\n"
    )
}

impl Colour {
    /// Reads `#0a5a76`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    fn to_hex(self) -> String {
        let Self([red, green, blue]) = self;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Relative luminance, 0 for black to 1 for white.
    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        let [red, green, blue] = linear;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast_to_white(self) -> f64 {
        1.05 / (self.luminance() + 0.05)
    }

    /// The same colour, darkened in small steps until it can be read.
    fn readable_on_white(mut self) -> Self {
        while self.contrast_to_white() < CONTRAST_MIN {
            self.0 = self.0.map(|part| part - part.div_ceil(16));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readable_colour_stays() {
        assert_eq!(FALLBACK.readable_on_white(), FALLBACK);
        assert_eq!(Colour::parse("#0a5a76"), Some(FALLBACK));
    }

    #[test]
    fn a_pale_colour_becomes_readable() {
        for pale in ["#ffff00", "#ffffff", "#7fd3a4"] {
            let colour = Colour::parse(pale).unwrap().readable_on_white();
            assert!(colour.contrast_to_white() >= CONTRAST_MIN, "{pale}");
        }
    }

    #[test]
    fn what_is_no_colour_is_not_written_into_the_style_sheet() {
        for odd in ["", "red", "#12345", "#12345g", "#0a5a76;}"] {
            assert_eq!(Colour::parse(odd), None, "{odd}");
        }
    }
}
