import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// Finds people by a line: their candidates by tokens, then by what the vault and the log say of each.
struct PeopleSearch {
    let vault: Vault
    let ledger: Ledger
    let session: Session

    /// The most people that an answer names.
    static let limit = 200
    /// The most candidates whose records are opened: of a common name, more people share the token than the answer may name.
    static let candidateLimit = 1000

    /// A person, with what is known of them so far.
    fileprivate struct Candidate {
        let owner: Vault.Owner
        var identity: JSON = [:]
        var accounts: [String] = []
    }

    /// Who is meant, in the order of their names.
    ///
    /// - Throws: `ServiceError.searchTooBroad`.
    func people(_ line: FindLine) throws -> [JSON] {
        guard let (narrow, wide) = line.lookup else { return try matches(byCodes: line) }
        let near = try opened(candidates(narrow))
        let exact = try matches(line, among: near) { $0.match(line.names[...], begun: false) }
        guard exact.isEmpty, !line.names.isEmpty else { return exact }
        // Nobody who has exactly these names is meant: of the same candidates those remain whose names begin so.
        return wide.isEmpty
            ? try matches(line, among: near) { $0.match(line.names[...], begun: true) && !$0.match(line.names[...], begun: false) }
            : try matches(line, among: opened(candidates(wide))) { $0.match(line.names[...], begun: true) }
    }

    private func candidates(_ terms: [SearchTerm]) throws -> [Vault.Owner] {
        try bounded { try vault.people(withOneOf: terms, atMost: $0, in: session) }
    }

    /// A line of codes alone: they begin the identifiers of contracts, or are numbers of telephones.
    private func matches(byCodes line: FindLine) throws -> [JSON] {
        var owners: Set<Vault.Owner> = []
        for reading in line.terms.first ?? [] {
            switch reading {
            case .contract(let digits):
                guard let range = FindLine.contracts(beginningWith: digits) else { continue }
                owners.formUnion(
                    try bounded { try EventLog.contracts(in: range, atMost: $0, session) }.map { .init(contract: $0, person: .holder) })
                owners.formUnion(try bounded { try vault.people(ofContracts: range, atMost: $0, in: session) })
            case .phone(let phone): owners.formUnion(try candidates([SearchTerm(.phone, phone)]))
            default: continue
            }
        }
        let people = try matches(line, among: opened(Array(owners))) { $0.match(line.names[...], begun: false) }
        // An employer has more people than an answer names, and so has a year: they narrow what else is asked. So none is the answer to neither.
        let narrows = line.terms.joined().contains { if case .employer = $0 { true } else if case .birthYear = $0 { true } else { false } }
        if people.isEmpty, narrows { throw ServiceError.searchTooBroad }
        return people
    }

    /// Of each employer in the line, which of the candidates' contracts may name it: few do, and only their histories are read.
    private func contracts(of candidates: [Candidate], atEmployersOf line: FindLine) throws -> [String: Set<UUID>] {
        var found: [String: Set<UUID>] = [:]
        if candidates.isEmpty { return found }
        let contracts = Array(Set(candidates.map(\.owner.contract)))
        for case .employer(let code) in line.terms.joined() where found[code] == nil {
            let written = JSON.string(code).description
            found[code] = Set(try EventLog.contracts(of: contracts, withPayloadHolding: written, in: session))
        }
        return found
    }

    private func bounded<Element>(_ read: (_ limit: Int) throws -> [Element]) throws -> [Element] {
        let found = try read(PeopleSearch.candidateLimit + 1)
        guard found.count <= PeopleSearch.candidateLimit else { throw ServiceError.searchTooBroad }
        return found
    }

    /// Opens what the vault has of candidates.
    private func opened(_ owners: [Vault.Owner]) throws -> [Candidate] {
        var candidates = Dictionary(owners.map { ($0, Candidate(owner: $0)) }) { first, _ in first }
        for record in try vault.records(of: owners, in: session) {
            let owner = Vault.Owner(contract: record.contract, person: record.person)
            guard let content = try? JSON(parsing: record.content) else {
                throw VaultError.damaged(contract: record.contract, person: record.person)
            }
            switch record.kind {
            case .identity: candidates[owner]?.identity = content
            case .bankDetails: if let iban = content["iban"]?.string { candidates[owner]?.accounts.append(iban) }
            }
        }
        return Array(candidates.values)
    }

    /// Reads the contracts of those candidates who may be meant, by their names and the rest of what the vault has of them.
    private func matches(_ line: FindLine, among candidates: [Candidate], names: (KnownNames) -> Bool) throws -> [JSON] {
        let named = candidates.filter { names(KnownNames($0.identity)) }
        let employed = try contracts(of: named, atEmployersOf: line)
        let likely = named.filter { candidate in
            line.terms.allSatisfy { readings in
                readings.contains { reading in
                    if case .employer(let code) = reading { return employed[code]?.contains(candidate.owner.contract) ?? false }
                    return candidate.matches(reading) ?? true
                }
            }
        }
        if likely.count > PeopleSearch.candidateLimit { throw ServiceError.searchTooBroad }
        let histories = try EventLog.events(of: Array(Set(likely.map(\.owner.contract))), in: session)
        let contracts = try histories.compactMapValues { events -> Contract? in
            events.isEmpty ? nil : try ledger.contract(events.map { try RecordedFact($0) }, knownAt: .now)
        }
        let today = ledger.clock.now().parisDay
        let people = likely.compactMap { candidate -> (order: [String], answer: JSON)? in
            guard let contract = contracts[candidate.owner.contract] else { return nil }
            let person = Person(candidate.owner.person)
            let bornOn = contract.birthDay(of: person)
            let isMeant = line.terms.allSatisfy { readings in
                readings.contains { reading in
                    switch reading {
                    case .birthDay(let day): bornOn == day
                    case .birthYear(let year): bornOn?.components.year == year
                    case .employer(let code): contract.names(employer: code)
                    default: candidate.matches(reading) ?? false
                    }
                }
            }
            guard isMeant else { return nil }
            return (candidate.order, candidate.answer(bornOn: bornOn, standing: contract.standing(on: today)))
        }
        if people.count > PeopleSearch.limit { throw ServiceError.searchTooBroad }
        return people.sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.answer)
    }
}

extension PeopleSearch.Candidate {
    /// Whether the person is meant by a reading; nil when the log alone can tell.
    fileprivate func matches(_ reading: FindLine.Reading) -> Bool? {
        switch reading {
        case .nir(let nir): (identity["nir"]?.string.flatMap { NIR($0) }?.text.prefix(13)).map { $0 == nir.prefix(13) } ?? false
        case .iban(let iban): accounts.contains(iban)
        case .email(let email): identity["email"]?.string?.lowercased() == email
        case .phone(let phone): identity["phone"]?.string.map { PhoneForm.digits(of: $0) } == phone
        case .contract(let digits): owner.contract.text.filter { $0 != "-" }.hasPrefix(digits)
        case .birthDay, .birthYear, .employer: nil
        }
    }

    /// What people are put in order by.
    fileprivate var order: [String] {
        ["familyName", "givenNames"].map { NameForm.words(of: identity[$0]?.string ?? "").joined(separator: " ") }
            + [owner.contract.text, owner.person.description]
    }

    fileprivate func answer(bornOn: Day?, standing: Standing) -> JSON {
        .fields(
            ["familyName", "birthName", "givenNames"].map { ($0, identity[$0]) },
            [
                ("bornOn", JSON(bornOn)), ("contract", .string(owner.contract.text)), ("person", .string(owner.person.description)),
                ("standing", JSON(standing)),
            ])
    }
}
