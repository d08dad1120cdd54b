import JSON

/// The result of one check of a deployment. It never holds a secret.
struct DoctorFinding {
    /// How bad it is.
    enum State: String, Comparable {
        /// As it should be.
        case ok
        /// The service works, but a promise is weaker than it could be.
        case warning
        /// The service does not work, or a promise is not kept.
        case broken

        static func < (one: State, other: State) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .broken: 2
            }
        }
    }

    /// What was checked, in one word.
    let check: String
    let state: State
    /// What was found.
    let detail: String
    /// What to do about it; nil when nothing has to be done.
    let remedy: String?

    private init(_ check: String, _ state: State, _ detail: String, _ remedy: String?) {
        (self.check, self.state, self.detail, self.remedy) = (check, state, detail, remedy)
    }

    static func ok(_ check: String, _ detail: String) -> DoctorFinding { DoctorFinding(check, .ok, detail, nil) }
    static func warning(_ check: String, _ detail: String, _ remedy: String) -> DoctorFinding {
        DoctorFinding(check, .warning, detail, remedy)
    }
    static func broken(_ check: String, _ detail: String, _ remedy: String) -> DoctorFinding {
        DoctorFinding(check, .broken, detail, remedy)
    }

    /// The finding for `--json`.
    var json: JSON {
        var json: JSON.Object = ["check": .string(check), "state": .string(state.rawValue), "detail": .string(detail)]
        if let remedy { json.append("remedy", .string(remedy)) }
        return .object(json)
    }

    /// One line, and a second one with the remedy.
    var words: String {
        func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
        let line = padded(state.rawValue, 9) + padded(check, 13) + detail
        return remedy.map { "\(line)\n\(String(repeating: " ", count: 22))→ \($0)" } ?? line
    }
}
