import ArgumentParser
import BackOffice
import ContractService
import JSON
import Postgres
import Vault
import Words

/// Checks a paper by its reference.
struct PaperCheck {
    let reference: String
    let json: Bool

    func run(_ settings: Settings) async throws {
        // A mistake of the caller's is told before anything is asked of the database.
        _ = try settings.masterKeyPath
        let verdict = try await settings.withQuestions { questions, store in
            let masterKey = try Import.masterKey(settings, of: store, makesKey: false)
            let key = try await Database.opened(store.service) { database in
                try await database.withSession { session in try Vault.paperKey(under: masterKey, in: session) }
            }
            return try await PaperJudge(key: PaperKey(key), records: questions).judge(reference)
        }
        print(json ? JSON.text(Self.answer(verdict)) : Self.words(verdict))
        guard case .genuine = verdict else { throw ExitCode(1) }
    }

    private static func answer(_ verdict: PaperVerdict) -> JSON {
        var answer: JSON.Object = ["verdict": .string(verdict.name)]
        if let reference = verdict.reference {
            answer.append("paper", .string(reference.kind.rawValue))
            answer.append("on", .string("\(reference.on)"))
            answer.append("knownAt", .string("\(reference.knownAt)"))
            answer.append("position", JSON(Int(reference.position)))
        }
        if case .genuine(_, let contract, _, _) = verdict { answer.append("contract", .string("\(contract)")) }
        return .object(answer)
    }

    private static func words(_ verdict: PaperVerdict) -> String {
        let (title, detail) = verdict.words
        var lines = ["\(title.english). \(detail.english)"]
        if let reference = verdict.reference {
            lines.append("\(reference.kind.words.capitalized.english), \(reference.on), by what was known at \(reference.knownAt).")
        }
        if case .genuine(_, let contract, _, _) = verdict { lines.append("Contract \(contract).") }
        return lines.joined(separator: "\n")
    }
}
