import Contracts
import JSON

/// A parsed correction.
struct Correction {
    /// The rescissions, then the new facts, each in order.
    let told: [Told]
    /// The source of the correction.
    let source: CommandSource?

    /// The personal data of its commands.
    var secrets: [Command.Secret] {
        let entries = told.drop { if case .rescission = $0.fact { true } else { false } }
        return entries.enumerated().flatMap { entry, told in
            told.secrets.map { secret in
                var secret = secret
                secret.pointer = "/commands/\(entry)\(secret.pointer)"
                return secret
            }
        }
    }
}

extension JSON.Shape where Value == Correction {
    /// A correction.
    static func correction(_ employers: EmployerCodes) -> Self {
        .object { fields throws(MalformedField) in
            let reason = try fields.required("reason", .words(in: .command(employers)))
            let rescinded = try fields.required("rescind", .array(of: .integer, atMost: CommandName.correctionList))
            let told = try fields.required("commands", .array(of: .entry(employers), atMost: CommandName.correctionList))
            let source = try fields.optional("source", .commandSource)
            if rescinded.isEmpty, told.isEmpty {
                throw MalformedField(.badValue(expected: "1…\(CommandName.correctionList)"), at: "/commands")
            }
            let rescissions = rescinded.map { Told(fact: .rescission(Rescission(version: $0, reason: reason))) }
            return Correction(told: rescissions + told, source: source)
        }
    }
}

extension JSON.Shape where Value == Told {
    /// A command inside a correction: its name, and the fields of its body.
    fileprivate static func entry(_ employers: EmployerCodes) -> Self {
        Self { json throws(MalformedField) in
            guard case .object(var members) = json else { throw MalformedField(.wrongType(expected: .object)) }
            guard let told = members.remove("command") else { throw MalformedField(.missing).under("command") }
            let name: CommandName
            do throws(MalformedField) { name = try told.read(.correctionCommand) } catch { throw error.under("command") }
            return try JSON.object(members).read(.part(name, in: .command(employers)))
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
    /// The maximum number of rescissions in a correction, and of commands.
    public static let correctionList = 100

    /// The commands allowed in a correction.
    public static let ofCorrections = allCases.filter { $0 != .rescind && $0 != .correct }
}
