import HTML

/// A link to a run, by its number or by the name of one of its files or debits.
struct RunLink {
    private let words: String
    private let run: Int?

    init(_ number: Int, _ visit: Visit) {
        words = visit("appel n°\u{A0}\(number)", "run\u{A0}\(number)")
        run = number
    }

    /// - Parameter name: a name that begins with that of the run, as `R000004F001`.
    init(named name: String, _ visit: Visit) {
        words = name
        run = Int(name.dropFirst().prefix { $0.isNumber })
    }

    var html: HTML { run.map { run in "<a href=\"\(RunView.address(of: run))\">\(words)</a>" } ?? "\(words)" }
}
