import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import JSON

/// An event of the stream of runs.
enum RunEvent {
    /// A run was accepted.
    ///
    /// - `schemeDigest`: the SHA-256 of the scheme's file that served then, in hexadecimal digits.
    case accepted(BillingRun, schemeDigest: String?)
    /// A run's rows are there.
    case completed(number: Int, RunOutcome)

    /// An event of the stream does not say what its type promises.
    struct Unreadable: Error {
        let position: Int64
    }

    private static let acceptedType = "runAccepted"
    private static let completedType = "runCompleted"

    private static let schemeDigest = "schemeDigest"

    /// - Returns: `nil` for a type that only later releases know: what it says of runs, this one cannot answer.
    init?(_ event: RecordedEvent) throws {
        let fields = try JSON(parsing: event.payload)
        switch (event.type, event.schema) {
        case (Self.acceptedType, 1):
            guard let run = BillingRun(fields) else { throw Unreadable(position: event.position) }
            self = .accepted(run, schemeDigest: fields[Self.schemeDigest]?.string)
        case (Self.completedType, 1):
            guard let number = fields["run"]?.integer, let outcome = RunOutcome(fields) else { throw Unreadable(position: event.position) }
            self = .completed(number: number, outcome)
        case (Self.acceptedType, _), (Self.completedType, _): throw Unreadable(position: event.position)
        default: return nil
        }
    }

    /// The event as it is appended.
    var new: NewEvent {
        switch self {
        case .accepted(let run, let digest):
            NewEvent(
                type: Self.acceptedType, schema: 1,
                payload: JSON.object(JSON.Object(run.fields.members.map { ($0.key, $0.value) } + Self.digest(digest))).bytes(
                    sortedKeys: true))
        case .completed(let number, let outcome):
            NewEvent(
                type: Self.completedType, schema: 1,
                payload: JSON.object(JSON.Object([("run", JSON(number))] + outcome.fields + Self.digest(outcome.schemeDigest))).bytes(
                    sortedKeys: true))
        }
    }

    private static func digest(_ digest: String?) -> [(String, JSON)] { digest.map { [(schemeDigest, .string($0))] } ?? [] }
}

extension BillingRun {
    /// The fields of its event and of its answer.
    var fields: JSON.Object {
        var fields: JSON.Object = [
            "run": JSON(number), "scheme": .string(scheme), "kind": .string(kind.name), "month": JSON(month?.description),
            "knownAt": .string(knownAt.description), "position": .integer(position), "asOf": .string(asOf.description),
        ]
        switch kind {
        case .closing(let through): fields.append("through", .string(through.description))
        case .cancelling(let run): fields.append("cancels", JSON(run))
        case .opening, .regular, .catchUp: break
        }
        return fields
    }

    fileprivate init?(_ fields: JSON) {
        let kind: Kind? =
            switch fields["kind"]?.string {
            case "opening": .opening
            case "regular": .regular
            case "catchUp": .catchUp
            case "closing": fields["through"]?.string.flatMap { Month($0) }.map { .closing(through: $0) }
            case "cancelling": fields["cancels"]?.integer.map { .cancelling(run: $0) }
            default: nil
            }
        guard let kind, let scheme = fields["scheme"]?.string, let number = fields["run"]?.integer,
            let knownAt = fields["knownAt"]?.string.flatMap({ Instant($0) }), let position = fields["position"]?.integer
        else { return nil }
        self.init(
            scheme: scheme, number: number, kind: kind, month: fields["month"]?.string.flatMap { Month($0) }, knownAt: knownAt,
            position: Int64(position))
    }
}

extension BillingRun.Kind {
    /// Its name in events and answers.
    var name: String {
        switch self {
        case .opening: "opening"
        case .regular: "regular"
        case .catchUp: "catchUp"
        case .closing: "closing"
        case .cancelling: "cancelling"
        }
    }
}

extension RunOutcome {
    /// The fields of its event.
    fileprivate var fields: [(String, JSON)] {
        let hashes = JSON.object(JSON.Object((hashes ?? [:]).map { ($0.key, JSON.string($0.value)) }))
        return answer + [("hashes", hashes)] + (rules.map { [("rules", .string($0))] } ?? [])
    }

    /// The fields of its answer.
    var answer: [(String, JSON)] {
        var debits: JSON.Object = ["count": JSON(debited.count), "amountCents": JSON(debited.amount.cents)]
        if let days {
            debits.append("collectionOn", .string(days.collectionOn.description))
            debits.append("notifyBy", .string(days.notifyBy.description))
        }
        var fields: [(String, JSON)] = [
            ("lineCount", JSON(figures.lineCount)), ("called", JSON(figures.called)), ("adjusted", JSON(figures.adjusted)),
            ("prescribed", JSON(figures.prescribed)), ("directDebits", .object(debits)),
            ("held", ["count": JSON(held.count), "amountCents": JSON(held.amount.cents)]),
        ]
        if let explanation { fields.append(("explanation", .array(explanation.map { JSON($0) }))) }
        return fields
    }

    fileprivate init?(_ fields: JSON) {
        guard let lineCount = fields["lineCount"]?.integer, let called = Flows(fields["called"]), let adjusted = Flows(fields["adjusted"]),
            let prescribed = Flows(fields["prescribed"]), let debits = fields["directDebits"], let debited = DebitSum(debits),
            let held = DebitSum(fields["held"]), let hashes = fields["hashes"]?.object?.members
        else { return nil }
        figures = RunFigures(lineCount: lineCount, called: called, adjusted: adjusted, prescribed: prescribed)
        self.debited = debited
        self.held = held
        if let on = debits["collectionOn"]?.string.flatMap({ Day($0) }), let notifyBy = debits["notifyBy"]?.string.flatMap({ Day($0) }) {
            days = CollectionDays(collectionOn: on, notifyBy: notifyBy)
        } else {
            days = nil
        }
        if let items = fields["explanation"]?.array {
            explanation = items.compactMap { MonthExplanation.Item($0) }
            if explanation?.count != items.count { return nil }
        } else {
            explanation = nil
        }
        schemeDigest = fields["schemeDigest"]?.string
        rules = fields["rules"]?.string
        self.hashes = Dictionary(uniqueKeysWithValues: hashes.compactMap { member in member.value.string.map { (member.key, $0) } })
    }
}

extension Flows {
    /// The amounts of an object.
    fileprivate init?(_ fields: JSON?) {
        guard let employer = fields?["employerToInsurerCents"]?.integer, let agent = fields?["agentToInsurerCents"]?.integer,
            let refund = fields?["employerToAgentCents"]?.integer
        else { return nil }
        self.init(
            employerToInsurer: Money(cents: employer), agentToInsurer: Money(cents: agent), employerToAgent: Money(cents: refund))
    }

    /// The members that name the three amounts.
    var members: [(String, JSON)] {
        [
            ("employerToInsurerCents", JSON(employerToInsurer.cents)), ("agentToInsurerCents", JSON(agentToInsurer.cents)),
            ("employerToAgentCents", JSON(employerToAgent.cents)),
        ]
    }
}

extension DebitSum {
    fileprivate init?(_ fields: JSON?) {
        guard let count = fields?["count"]?.integer, let cents = fields?["amountCents"]?.integer else { return nil }
        self.init(count: count, amount: Money(cents: cents))
    }
}

extension MonthExplanation.Item {
    fileprivate init?(_ fields: JSON) {
        guard let cause = fields["cause"]?.string.flatMap({ MonthCause(rawValue: $0) }), let contracts = fields["contracts"]?.integer,
            let flows = Flows(fields)
        else { return nil }
        self.init(cause: cause, contracts: contracts, flows: flows)
    }
}

extension JSON {
    /// Three amounts.
    init(_ flows: Flows) { self = .object(Object(flows.members)) }

    fileprivate init(_ item: MonthExplanation.Item) {
        self = .object(Object([("cause", .string(item.cause.rawValue)), ("contracts", JSON(item.contracts))] + item.flows.members))
    }
}
