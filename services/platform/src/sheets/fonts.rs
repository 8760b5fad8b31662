//! Text of the time before Unicode, which a font showed as Vietnamese: TCVN3 (.VnTime) and VNI. It is refused and not
//! converted: what a program cannot tell for sure it must not write into a register.

use super::{Line, Unreadable};

/// Letters that must be met before anything is said.
const FEW: usize = 4;

/// Counts what is telling in the lines as they pass.
#[derive(Debug, Default)]
pub(super) struct Watch {
    tcvn3: usize,
    vni: usize,
    unicode: usize,
}

impl Watch {
    /// Looks at a line; refuses once it is plain that the text is not Unicode.
    pub(super) fn see(&mut self, line: &Line) -> Result<(), Unreadable> {
        for cell in &line.cells {
            self.look_at(cell);
        }
        for (count, font) in [(self.tcvn3, "TCVN3 (.VnTime)"), (self.vni, "VNI")] {
            if count >= FEW && count > 2 * self.unicode {
                return Err(Unreadable::LegacyFont { font });
            }
        }
        Ok(())
    }

    fn look_at(&mut self, text: &str) {
        let mut before = ' ';
        for letter in text.chars() {
            let joined = before.is_alphabetic();
            match letter {
                // Only Vietnamese has these.
                'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}' =>
                {
                    self.unicode += 1;
                }
                // Signs in the midst of words: á, à, ả, ã, ạ, ă, â, đ, ê, ô, ơ, ư of TCVN3.
                '¸' | '¶' | '·' | '¹' | '¨' | '©' | '®' | 'ª' | '«' | '¬' | '\u{AD}' | 'µ' if joined => {
                    self.tcvn3 += 1;
                }
                // Marks of VNI are letters of their own behind the vowel.
                'ù' | 'ø' | 'û' | 'õ' | 'ï' | 'â' | 'å' | 'ä' | 'ë' | 'ü' | 'Ù' | 'Ø' | 'Û' | 'Õ' | 'Ï' | 'Â'
                    if is_vowel_of_vni(before) && !is_written_so(before, letter) =>
                {
                    self.vni += 1;
                }
                _ => {}
            }
            before = letter;
        }
    }
}

fn is_vowel_of_vni(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'o' | 'u' | 'y' | 'ö' | 'ô' | 'A' | 'E' | 'O' | 'U' | 'Y' | 'Ö' | 'Ô')
}

/// Vietnamese writes uâ, oõ and the like too.
fn is_written_so(before: char, letter: char) -> bool {
    matches!((before.to_ascii_lowercase(), letter), ('u', 'â' | 'Â' | 'õ' | 'Õ') | ('o', 'õ' | 'Õ'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<&'static str> {
        let line = Line { number: 1, cells: vec![text.to_owned()] };
        match Watch::default().see(&line) {
            Err(Unreadable::LegacyFont { font }) => Some(font),
            _ => None,
        }
    }

    #[test]
    fn fonts_of_before_are_known() {
        assert_eq!(refused("Hîp t¸c x· n«ng nghiÖp §iÖn Biªn, ChÌ T©y B¾c s¹ch"), Some("TCVN3 (.VnTime)"));
        assert_eq!(refused("Hôïp taùc xaõ noâng nghieäp saïch, saûn phaåm traø"), Some("VNI"));
    }

    #[test]
    fn unicode_is_left_alone() {
        for text in [
            "Hợp tác xã nông nghiệp Điện Biên, chè Shan tuyết; khoá, hoà, thuý, luân, xuân, huân, tuân, khuân",
            "Café crème, Gruyère, naïve; Übermut und Öl",
            "100 m², 5 µm, 20 °C",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
    }
}
