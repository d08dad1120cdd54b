import Access
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/people` and `/v1/contracts/{contract}/people/{person}`: searches for people, and the vault's data on a person.
struct PeopleRoutes: Sendable {
    let service: any ContractAnswering
    let limits: BodyLimits
    let accessLog: any AccessLogging
    let callerLimits: CallerLimits
    /// The form of employers' codes.
    let employers: EmployerCodes
    let fourEyes: FourEyesRule
    /// Keeps requests that need a second caller; nil: such requests are refused.
    let proposals: ProposalDesk?

    var routes: [Route] {
        [
            Route(operation: .people, answering: .signedIn { try await find($0, $1) }),
            Route(
                operation: .person,
                answering: .signedIn { request, scope in
                    try await read(request, scope) { person, contract in
                        let held = try await SeenContracts(service, by: scope.caller).person(person, of: contract)
                        return (Response(held), held.content.fieldNames)
                    }
                }),
            Route(
                operation: .personChanges,
                answering: .reader { request, scope in
                    try await read(request, scope.signedIn) { person, contract in
                        let changes = try await SeenContracts(service, by: scope.caller).personChanges(person, of: contract)
                        let identities = changes["changes"]?.array?.compactMap { $0["identity"] } ?? []
                        return (Response(json: changes), Set(identities.flatMap(\.fieldNames)).sorted())
                    }
                }),
            Route(
                operation: .setPerson,
                answering: .signedIn { request, scope in
                    let bytes = try await request.jsonBytes(limits, in: scope)
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    let (content, condition) = (try JSON(body: bytes), try request.identityCondition)
                    return try await naming {
                        Response(
                            try await SeenContracts(service, by: scope.caller)
                                .setPerson(person, of: contract, to: content, if: condition))
                    }
                }),
            Route(operation: .dismissDuplicate, answering: .recorder({ try await dismiss($0, $1) })),
            Route(operation: .erasePerson, answering: .recorder({ try await erase($0, $1) })),
        ]
    }

    /// Erases a person, or proposes the erasure to another caller.
    private func erase(_ request: Request, _ scope: RoleScope<Recorders>) async throws -> Response {
        let bytes = try await request.jsonBytes(limits, in: scope.signedIn)
        let (contract, person) = (try scope.signedIn.contract, try scope.signedIn.person)
        _ = try Query(of: request)
        let body = try JSON(body: bytes)
        let order = try ErasureOrder(body)
        return try await naming {
            if fourEyes.letsActAlone(scope.caller, in: .erase) {
                return Response(json: try await service.erase(person, of: contract, for: order, by: scope.caller.id, proposedBy: nil).body)
            }
            guard let proposals else { throw Problem.roleNeeded([.supervisor]) }
            let proposed = ProposedRequest(erasing: person, of: contract, body: body)
            let (proposal, isReplayed) = try await proposals.propose(proposed, by: scope.caller, key: nil) {
                try await service.checkErasure(person, of: contract, for: order)
            }
            return Response(proposed: proposal, isReplayed: isReplayed)
        }
    }

    private func dismiss(_ request: Request, _ scope: RoleScope<Recorders>) async throws -> Response {
        let bytes = try await request.jsonBytes(limits, in: scope.signedIn)
        guard let id = scope.signedIn.parameter("duplicate").flatMap({ ContractID(String($0))?.uuid }) else {
            throw Problem.malformed(parameter: "duplicate", .badValue(expected: "UUID"))
        }
        _ = try Query(of: request)
        let reason = try StatedReason(body: try JSON(body: bytes))
        guard try await service.dismissDuplicate(id, reason: reason, by: scope.caller.id) else { throw Problem.unknownDuplicate }
        return Response(json: ["duplicate": .string("\(ContractID(id))"), "dismissed": true])
    }

    private func find(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let query = try Query(of: request, allowing: ["find"])
        let line = try query.required("find", "1…\(FindLine.limit) characters, 1…16 words") { FindLine($0, employers: employers) }
        try callerLimits.check(.search, in: scope)
        let found = try await service.people(line)
        let count = found["people"]?.array?.count ?? 0
        let reading = Reading(by: scope.caller, .search, fields: line.kinds, found: count, trace: scope.traceID)
        try await accessLog.recordBeforeAnswer(reading, in: scope)
        callerLimits.show(count, in: scope)
        return Response(json: found)
    }

    /// Reads the data on a person. Records the reading before the answer, even when there is no data or it was erased.
    ///
    /// - Parameter body: returns the answer and the names of the fields shown.
    private func read(
        _ request: Request, _ scope: SignedInScope, _ body: (Person, ContractID) async throws -> (Response, fields: [String])
    ) async throws -> Response {
        let (contract, person) = (try scope.contract, try scope.person)
        _ = try Query(of: request)
        try callerLimits.check(.person, in: scope)
        return try await naming {
            let held: (answer: Response, fields: [String])?
            var absence = ServiceError.personUnknown
            do { held = try await body(person, contract) } catch let error as ServiceError where error.isAbsence {
                (held, absence) = (nil, error)
            }
            let reading = Reading(
                by: scope.caller, .person, contract: contract.uuid, person: person.description, fields: held?.fields ?? [],
                found: held == nil ? 0 : 1, trace: scope.traceID)
            try await accessLog.recordBeforeAnswer(reading, in: scope)
            guard let held else { throw absence }
            return held.answer
        }
    }

    /// Runs a request whose path names a person. Answers 404 when the contract has no such person.
    private func naming(_ body: () async throws -> Response) async throws -> Response {
        do { return try await body() } catch ServiceError.refused(.beneficiaryUnknown, _, _, _) {
            throw Problem(.beneficiaryUnknown, status: .notFound)
        }
    }
}

extension ServiceError {
    /// Whether the error says that there is no data on a person.
    fileprivate var isAbsence: Bool {
        switch self {
        case .personUnknown, .personErased: true
        default: false
        }
    }
}

extension Response {
    fileprivate init(_ held: HeldIdentity) { self.init(json: held.content, headers: [.eTag: "\"\(held.tag)\""]) }
}

extension JSON {
    /// The names of an object's fields.
    fileprivate var fieldNames: [String] { object?.members.map(\.key) ?? [] }
}

extension Request {
    /// The condition that `If-Match` and `If-None-Match` set for a change. `If-None-Match` may only be `*`.
    fileprivate var identityCondition: IdentityCondition {
        get throws(Problem) {
            let (match, noneMatch) = (headers[values: .ifMatch], headers[values: .ifNoneMatch])
            guard noneMatch.isEmpty else {
                guard noneMatch == ["*"], match.isEmpty else { throw .malformed(header: .ifNoneMatch, expected: "*") }
                return .notHeld
            }
            guard !match.isEmpty else { return .none }
            guard let list = EntityTagList(match) else { throw .malformed(header: .ifMatch, expected: "\"…\", \"…\" | *") }
            guard case .tags(let tags) = list else { return .held(tags: nil) }
            return .held(tags: Set(tags.filter { !$0.isWeak }.map { String($0.opaque) }))
        }
    }
}

extension SignedInScope {
    fileprivate var person: Person {
        get throws(Problem) {
            guard let person = parameter("person").flatMap({ Person(String($0)) }) else {
                throw .malformed(parameter: "person", .badValue(expected: "holder | UUID"))
            }
            return person
        }
    }
}
