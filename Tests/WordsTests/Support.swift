import CivilTime
import Testing
import Words

func euros(_ cents: Int) -> Money { Money(cents: cents) }

/// A French text as the room typesets it, written in a test with ordinary apostrophes and spaces.
func french(_ text: String) -> String {
    var result = ""
    for character in text {
        switch character {
        case "'": result += "\u{2019}"
        case ":", ";", "!", "?":
            if result.last == " " { result.removeLast(); result += "\u{202F}" }
            result.append(character)
        case "€":
            if result.last == " " { result.removeLast(); result += "\u{A0}" }
            result.append(character)
        default: result.append(character)
        }
    }
    return result
}

/// An English text as the room typesets it.
func english(_ text: String) -> String { text.replacing("'", with: "\u{2019}") }

/// What no text for a reader may hold: doubled spaces, spaces at the ends, or a name from the code.
func flaw(in text: String) -> String? {
    if text.isEmpty { return "empty" }
    if text.first == " " || text.last == " " { return "a space at an end" }
    var last: Unicode.Scalar = "."
    for scalar in text.unicodeScalars {
        switch (last, scalar) {
        case (" ", " "), (" ", "\u{A0}"), (" ", "\u{202F}"), ("\u{A0}", " "), ("\u{202F}", " "): return "a doubled space"
        case (" ", ","), (" ", "."), (" ", ")"), ("(", " "), (",", ","), (",", "."), (_, "'"): return "\(last)\(scalar)"
        case ("a"..."z", "A"..."Z"): return "a name from the code"
        default: last = scalar
        }
    }
    return nil
}
