import Contracts
import EventLog
import JSON

/// A parsed line: its command, or the error.
struct LineRead: Sendable {
    let number: Int
    private(set) var key: String?
    private(set) var contract: ContractID?
    private(set) var ticket: Result<Ticket, any Error>

    /// - Parameter keys: makes a content key for a command without a key; nil: it gets none.
    init(_ line: BulkLine, caller: String, mayAnnul: Bool, people: People, keys: inout ContentKeys?) {
        number = line.number
        ticket = .failure(UnreadableLine.tooLong)
        guard line.bytes.count <= BulkLine.maximum else { return }
        do {
            let submission = try submission(line, caller: caller)
            if submission.command.annuls, !mayAnnul { throw ServiceError.mayNotAnnul }
            let isKnownByContent = key == nil && keys != nil
            ticket = .success(
                try Ticket(submission, employers: people.employers, content: isKnownByContent ? keys?.origin(line: line.number) : nil) {
                    if key == nil { keys?.next(submission.fingerprint(people)) } else { submission.key(people) }
                })
        } catch { ticket = .failure(error) }
    }

    /// Reads the members that address the command; the remaining members are its body.
    private mutating func submission(_ line: BulkLine, caller: String) throws -> Submission {
        let json: JSON
        do { json = try JSON(parsing: line.bytes) } catch { throw UnreadableLine.notJSON(error) }
        do throws(MalformedField) {
            guard case .object(var members) = consume json else { throw MalformedField(.wrongType(expected: .object)) }
            key = try members.take("key", .idempotencyKey)
            let contract = try members.take("contract", .contract).orMissing("contract")
            self.contract = contract
            let command = try members.take("command", .oneOf(CommandName.self)).orMissing("command")
            return Submission(contract: contract, command: command, body: .object(members), caller: caller, idempotencyKey: key)
        } catch { throw ServiceError.malformed(error) }
    }
}

extension JSON.Object {
    /// Removes a member and reads it; `nil` when it is absent or null.
    fileprivate mutating func take<Value>(_ key: String, _ shape: JSON.Shape<Value>) throws(MalformedField) -> Value? {
        guard let value = remove(key) else { return nil }
        if case .null = value { return nil }
        do { return try value.read(shape) } catch { throw error.under(key) }
    }
}

extension Optional {
    fileprivate func orMissing(_ key: String) throws(MalformedField) -> Wrapped {
        guard let self else { throw MalformedField(.missing).under(key) }
        return self
    }
}

extension JSON.Shape where Value == ContractID {
    fileprivate static var contract: Self { .text("UUID") { ContractID($0) } }
}

extension JSON.Shape where Value == String {
    fileprivate static var idempotencyKey: Self { .text("1…255 bytes") { IdempotencyKey.accepts($0) ? $0 : nil } }
}
