import Access
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/contracts/{contract}/people/{person}`: what the vault holds of a person.
struct PeopleRoutes: Sendable {
    let service: any ContractAnswering
    let limits: BodyLimits
    let accessLog: any AccessLogging
    let callerLimits: CallerLimits

    var routes: [Route] {
        [
            Route(
                operation: .person,
                answering: .signedIn { request, scope in
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    try callerLimits.check(.person, in: scope)
                    return try await naming {
                        let held: HeldIdentity?
                        do { held = try await SeenContracts(service, by: scope.caller).person(person, of: contract) } catch ServiceError.personUnknown { held = nil }
                        let reading = Reading(
                            by: scope.caller, .person, contract: contract.uuid, person: person.description,
                            fields: held?.content.object?.members.map(\.key) ?? [], found: held == nil ? 0 : 1, trace: scope.traceID)
                        try await accessLog.recordBeforeAnswer(reading, in: scope)
                        guard let held else { throw ServiceError.personUnknown }
                        return Response(held)
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
        ]
    }

    /// Runs what names a person in its path: one whom the contract does not know is not found.
    private func naming(_ body: () async throws -> Response) async throws -> Response {
        do { return try await body() } catch ServiceError.refused(.beneficiaryUnknown, _, _) {
            throw Problem(.beneficiaryUnknown, status: .notFound)
        }
    }
}

extension Response {
    fileprivate init(_ held: HeldIdentity) { self.init(json: held.content, headers: [.eTag: "\"\(held.tag)\""]) }
}

extension Request {
    /// What `If-Match` and `If-None-Match` demand of what is held. Of `If-None-Match` a change takes `*` alone.
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
            guard let person = parameters.get("person").flatMap({ Person($0) }) else {
                throw .malformed(parameter: "person", .badValue(expected: "holder | UUID"))
            }
            return person
        }
    }
}
