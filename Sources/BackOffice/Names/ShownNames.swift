import Access
import ContractService
import Contracts
import JSON
import Logging
import Words

/// The names of the people of a contract that a page may show.
struct ShownNames: Sendable {
    private let identities: [Person: JSON]
    private let erased: Set<Person>

    /// No names.
    static let none = ShownNames(identities: [:], erased: [])

    init(identities: [Person: JSON], erased: Set<Person>) {
        self.identities = identities
        self.erased = erased
    }

    /// The name of the holder (nil) or of a beneficiary.
    subscript(beneficiary: BeneficiaryID?) -> PersonName {
        let person = Person(beneficiary)
        if erased.contains(person) { return .erased }
        let identity = identities[person]
        return PersonName(givenNames: identity?["givenNames"]?.string, familyName: identity?["familyName"]?.string)
    }
}

extension Person {
    /// The holder (nil) or a beneficiary.
    init(_ beneficiary: BeneficiaryID?) { self = beneficiary.map { .beneficiary($0) } ?? .holder }

    /// The beneficiary; nil for the holder.
    var beneficiary: BeneficiaryID? {
        switch self {
        case .holder: nil
        case .beneficiary(let id): id
        }
    }
}

extension BackOffice {
    /// Reads the names of everyone in a contract. The readings are in the access log before this returns: only then may a page show the
    /// names.
    ///
    /// A page counts as the reading of one person, however large the family is.
    /// - Throws: ``PageTrouble/tooMany(retryAfterSeconds:)``; `ServiceError.unavailable` when the log entry may be missing.
    func names(of record: ContractRecord, for visit: Visit) async throws -> ShownNames {
        let people = [Person.holder] + record.present.enrolled.map { Person.beneficiary($0) }
        let erased = Set(people.filter { record.present.hasErased($0.beneficiary) })
        try count(.person, visit)
        let identities = try await service.identities(of: [record.id])[record.id] ?? [:]
        try await recordReadings(
            people.filter { !erased.contains($0) }.map { person in
                let fields = ["familyName", "givenNames"].filter { identities[person]?[$0]?.string != nil }
                return Reading(
                    by: visit.caller, .person, contract: record.id.uuid, person: person.description, fields: fields,
                    found: fields.isEmpty ? 0 : 1, trace: visit.trace)
            })
        return ShownNames(identities: identities, erased: erased)
    }

    /// Records readings, durably.
    func recordReadings(_ readings: [Reading]) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reading in readings { group.addTask { try await accessLog.record(reading) } }
                try await group.waitForAll()
            }
        } catch { throw ServiceError.unavailable(retryAfterSeconds: 2) }
    }

    /// Counts a search, or the reading of a person, against the caller's limit.
    func count(_ kind: CallerLimits.Kind, _ visit: Visit) throws(PageTrouble) {
        switch limits.take(kind, by: visit.caller) {
        case .allowed: break
        case .alarming: warnOfMassReading(visit)
        case .wait(let seconds): throw .tooMany(retryAfterSeconds: seconds)
        }
    }

    /// Counts the people named in a list, and warns of mass reading.
    func countShown(_ people: Int, _ visit: Visit) {
        if limits.show(people, to: visit.caller) { warnOfMassReading(visit) }
    }

    private func warnOfMassReading(_ visit: Visit) {
        Logger.current.warning("\(CallerLimits.massReading)", metadata: ["caller": "\(visit.caller.id)"])
    }
}

extension Contract {
    /// Everyone who was ever enrolled, in the order of their first enrolment.
    var enrolled: [BeneficiaryID] {
        var seen: Set<BeneficiaryID> = []
        return events.compactMap { event in
            guard case .enrolment(let enrolment) = event.fact, seen.insert(enrolment.beneficiary).inserted else { return nil }
            return enrolment.beneficiary
        }
    }
}
