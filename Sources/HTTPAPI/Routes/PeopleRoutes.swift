import ContractService
import HTTPTypes
import Hummingbird
import JSON

/// `/v1/contracts/{contract}/people/{person}`: what the vault holds of a person.
struct PeopleRoutes: Sendable {
    let service: any ContractAnswering
    let limits: BodyLimits

    var routes: [Route] {
        [
            Route(
                operation: .person,
                answering: .signedIn { request, scope in
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    return Response(json: try await service.person(person, of: contract))
                }),
            Route(
                operation: .setPerson,
                answering: .signedIn { request, scope in
                    let bytes = try await request.jsonBytes(limits, in: scope)
                    let (contract, person) = (try scope.contract, try scope.person)
                    _ = try Query(of: request)
                    let content = try JSON(body: bytes)
                    return Response(json: try await service.setPerson(person, of: contract, to: content))
                }),
        ]
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
