import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// Searches people: finds candidates by tokens, then compares their data in the vault and the log.
struct PeopleSearch {
    let vault: Vault
    let ledger: Ledger
    let session: Session

    /// The maximum number of people in an answer.
    static let limit = 200
    /// The maximum number of candidates. For a common name, more people share a token than an answer may name.
    static let candidateLimit = 1000

    /// A candidate, with the data read so far.
    fileprivate struct Candidate {
        let owner: Vault.Owner
        var identity: JSON = [:]
        var accounts: [String] = []
    }

    /// The people who match, sorted by name.
    ///
    /// - Throws: `ServiceError.searchTooBroad`.
    func people(_ line: FindLine) throws -> [JSON] {
        guard let (narrow, wide) = line.lookup else { return try matches(byCodes: line) }
        let near = try opened(candidates(narrow))
        let exact = try matches(line, among: near) { $0.match(line.names[...], begun: false) }
        guard exact.isEmpty, !line.names.isEmpty else { return exact }
        // Nobody has exactly these names. So also accept people whose names begin with the words.
        return wide.isEmpty
            ? try matches(line, among: near) { $0.match(line.names[...], begun: true) && !$0.match(line.names[...], begun: false) }
            : try matches(line, among: opened(candidates(wide))) { $0.match(line.names[...], begun: true) }
    }

    private func candidates(_ terms: [SearchTerm]) throws -> [Vault.Owner] {
        try bounded { try vault.people(withOneOf: terms, atMost: $0, in: session) }
    }

    /// Matches a line without names: the first code may begin a contract's identifier, or be a telephone number.
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
        // An employer or year only narrows a search, as it has too many people. Without other matches, the search is too broad.
        let narrows = line.terms.joined().contains { if case .employer = $0 { true } else if case .birthYear = $0 { true } else { false } }
        if people.isEmpty, narrows { throw ServiceError.searchTooBroad }
        return people
    }

    /// For each employer in the line, the candidates' contracts that may name it. Few do, and only their histories are read.
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

    /// Decrypts the candidates' records.
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
            case .directDebit: break
            }
        }
        return Array(candidates.values)
    }

    /// Filters candidates by names and vault data, then reads the remaining contracts.
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
    /// Whether the person matches a reading; nil when only the log can tell.
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

    /// The sort key of people.
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
