import Access
import ContractService
import Contracts
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/people` and `/v1/contracts/{contract}/people/{person}`: who is meant, and what the vault holds of a person.
struct PeopleRoutes: Sendable {
    let service: any ContractAnswering
    let limits: BodyLimits
    /// The form of employers' codes.
    let employers: EmployerCodes

    var routes: [Route] {
        [
            Route(
                operation: .people,
                answering: .signedIn { request, _ in
                    let query = try Query(of: request, allowing: ["find"])
                    let line = try query.required("find", "1…\(FindLine.limit) characters, 1…16 words") {
                        FindLine($0, employers: employers)
                    }
                    return Response(json: try await service.people(line))
                }),
            Route(
                operation: .person,
                answering: .signedIn { request, scope in
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    return try await naming { Response(try await service.person(person, of: contract)) }
                }),
            Route(
                operation: .personChanges,
                answering: .signedIn { request, scope in
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    return try await naming { Response(json: try await service.personChanges(person, of: contract)) }
                }),
            Route(
                operation: .setPerson,
                answering: .signedIn { request, scope in
                    let bytes = try await request.jsonBytes(limits, in: scope)
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    let (content, condition) = (try JSON(body: bytes), try request.identityCondition)
                    return try await naming {
                        Response(try await service.setPerson(person, of: contract, to: content, if: condition, by: scope.caller.id))
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
