import Glibc
import Picture
import Words

extension Terminal {
    /// Whether the answer may have colours: it goes to a terminal, and NO_COLOR is not set.
    static var isColoured: Bool {
        isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
    }

    /// The width of the terminal in columns; without a terminal, the value of COLUMNS, or 80.
    static var columns: Int {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return variable("COLUMNS").flatMap { Int($0) } ?? 80
    }

    /// The language that an option names; otherwise French for a French locale, and English for others.
    static func language(_ name: String?) throws -> Language {
        if let language = try NamedCase.language(name) { return language }
        let locale = variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG") ?? ""
        return locale.hasPrefix("fr") ? .french : .english
    }

    /// A phrase as text, without its own control sequences. Strong runs are bold when colours are allowed.
    static func text(_ phrase: Phrase) -> String {
        phrase.runs.map { run in
            let text = TerminalText.cleaned(run.text)
            return isColoured && run.kind == .strong ? "\u{1B}[1m\(text)\u{1B}[0m" : text
        }.joined()
    }

    /// An environment variable; nil when unset or empty.
    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
