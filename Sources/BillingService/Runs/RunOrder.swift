public import Billing
import CivilTime
import ContractService
import Contracts
public import JSON

/// A run that somebody asks for.
public struct RunOrder: Sendable {
    /// The name of the scheme.
    public let scheme: String
    /// What is asked.
    public let request: RunRequest

    /// A request of a scheme.
    public init(scheme: String, _ request: RunRequest) {
        self.scheme = scheme
        self.request = request
    }

    /// Reads `{scheme, kind, month | through | cancels}`.
    ///
    /// - Throws: the field that is missing, unknown or malformed.
    public init(_ body: JSON) throws(MalformedField) {
        self = try body.read(
            .object { fields throws(MalformedField) in
                let scheme = try fields.required("scheme", .text(1...100))
                switch try fields.required("kind", JSON.Shape<RunKind>.oneOf()) {
                case .opening: return RunOrder(scheme: scheme, .opening(try fields.required("month", .month)))
                case .regular: return RunOrder(scheme: scheme, .regular(try fields.required("month", .month)))
                case .catchUp: return RunOrder(scheme: scheme, .catchUp)
                case .closing: return RunOrder(scheme: scheme, .closing(through: try fields.required("through", .month)))
                case .cancelling:
                    let numbers = 1...Int(Int32.max)
                    return RunOrder(
                        scheme: scheme,
                        .cancelling(try fields.required("cancels", .number("1…\(numbers.upperBound)") { numbers.contains($0) ? $0 : nil })))
                }
            })
    }

    /// The body that asks for it. Keys are kept with its hash: the same order must give the same bytes in later releases.
    var json: JSON {
        var fields: JSON.Object = ["scheme": .string(scheme)]
        switch request {
        case .opening(let month):
            fields.append("kind", .string(RunKind.opening.rawValue))
            fields.append("month", .string(month.description))
        case .regular(let month):
            fields.append("kind", .string(RunKind.regular.rawValue))
            fields.append("month", .string(month.description))
        case .catchUp: fields.append("kind", .string(RunKind.catchUp.rawValue))
        case .closing(let through):
            fields.append("kind", .string(RunKind.closing.rawValue))
            fields.append("through", .string(through.description))
        case .cancelling(let run):
            fields.append("kind", .string(RunKind.cancelling.rawValue))
            fields.append("cancels", JSON(run))
        }
        return .object(fields)
    }
}
