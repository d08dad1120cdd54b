import Contracts
import JSON

extension JSON.Shape where Value == [Told] {
    /// A correction: what it annuls, then what it tells, each in its order.
    static var correction: Self {
        .object { fields throws(MalformedField) in
            let reason = try fields.required("reason", .words)
            let rescinded = try fields.required("rescind", .list(of: .integer))
            let told = try fields.required("commands", .list(of: .entry))
            if rescinded.isEmpty, told.isEmpty {
                throw MalformedField(.badValue(expected: "1…\(CommandName.correctionList)"), at: "/commands")
            }
            return rescinded.map { Told(fact: .rescission(Rescission(version: $0, reason: reason))) } + told
        }
    }
}

extension JSON.Shape {
    /// An array that is not too long.
    fileprivate static func list<Element>(of element: JSON.Shape<Element>) -> Self where Value == [Element] {
        Self { json throws(MalformedField) in
            let elements = try json.read(.array(of: element))
            guard elements.count <= CommandName.correctionList else {
                throw MalformedField(.badValue(expected: "0…\(CommandName.correctionList)"))
            }
            return elements
        }
    }
}

extension JSON.Shape where Value == Told {
    /// A command of a correction: its name beside the fields of its body.
    fileprivate static var entry: Self {
        Self { json throws(MalformedField) in
            guard case .object(var members) = json else { throw MalformedField(.wrongType(expected: .object)) }
            guard let told = members.remove("command") else { throw MalformedField(.missing).under("command") }
            let name: CommandName
            do throws(MalformedField) { name = try told.read(.correctionCommand) } catch { throw error.under("command") }
            return try JSON.object(members).read(.told(name, in: .command))
        }
    }
}

extension JSON.Shape where Value == CommandName {
    fileprivate static var correctionCommand: Self {
        .text(CommandName.ofCorrections.map(\.rawValue).joined(separator: " | ")) { text in
            CommandName(rawValue: text).flatMap { CommandName.ofCorrections.contains($0) ? $0 : nil }
        }
    }
}

extension CommandName {
    /// The most rescissions that a correction may have, and the most commands.
    public static let correctionList = 100

    /// The commands that a correction may tell.
    public static let ofCorrections = allCases.filter { $0 != .rescind && $0 != .correct }
}
