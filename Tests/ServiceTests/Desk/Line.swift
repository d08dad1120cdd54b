import CivilTime
import ContractService
import JSON

/// A timeline answer, or the changes that a dry run shows, as functions of days: what holds for each person, and what each month comes to.
struct Line {
    /// By person, `holder` or an identifier; `""` for the months, each by its first day.
    private(set) var pieces: [String: [Piece]] = [:]

    struct Piece {
        let from: Day?
        let through: Day?
        /// Of a change: what was.
        let before: JSON?
        let value: JSON

        func contains(_ day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (through.map { day <= $0 } ?? true) }
    }

    /// The line of a contract.
    init(of contract: ContractID, in service: ContractService) async throws {
        let answer = try await service.answer(.timeline, of: contract, knownAt: .now).body
        let state = { (json: JSON) in ["state": json["state"] ?? .null, "basis": json["basis"] ?? .null] as JSON }
        pieces["holder"] = answer["holder"]?.array?.map { Piece($0, value: state($0)) }
        for person in answer["beneficiaries"]?.array ?? [] {
            pieces[person["beneficiary"]?.string ?? ""] = person["periods"]?.array?.map { Piece($0, value: state($0)) }
        }
        pieces[""] = answer["cotisation"]?.array?.map { Piece($0, value: $0["due"] ?? .null) }
    }

    /// The changes of a dry run.
    init(changes: JSON) {
        let cover = { (json: JSON?) in ["state": json?["state"] ?? .null, "basis": json?["basis"] ?? .null] as JSON }
        for change in changes["cover"]?.array ?? [] {
            let piece = Piece(change, before: cover(change["before"]), value: cover(change["after"]))
            pieces[change["person"]?.string ?? "", default: []].append(piece)
        }
        pieces[""] = changes["cotisation"]?.array?.map { Piece($0, before: $0["before"], value: $0["after"] ?? .null) }
    }

    /// What holds on a day; nil where nothing is told.
    func piece(of person: String, on day: Day) -> Piece? { pieces[person]?.first { $0.contains(day) } }

    /// The days on which anything is told to change, and their neighbours.
    var days: Set<Day> {
        Set(pieces.values.joined().flatMap { [$0.from, $0.through].compactMap(\.self) }.flatMap { [$0.previous, $0, $0.next] })
    }
}

extension Line.Piece {
    fileprivate init(_ json: JSON, before: JSON? = nil, value: JSON) {
        let day = { (key: String, end: (Month) -> Day) in json[key]?.string.flatMap { Day($0) ?? Month($0).map(end) } }
        self.init(from: day("from", \.firstDay), through: day("through", \.lastDay), before: before, value: value)
    }
}
