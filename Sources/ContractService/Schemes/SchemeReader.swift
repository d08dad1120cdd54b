import Billing
import CivilTime
import Contracts
public import JSON

/// Reads and checks scheme files, once at start.
public enum SchemeReader {
    /// An error in a scheme file.
    public enum Defect: Error, CustomStringConvertible {
        /// The file is not JSON.
        case syntax(JSON.SyntaxError)
        /// A field is missing, unknown or malformed.
        case field(MalformedField)

        /// One line for the operator, naming the field or parameter.
        public var description: String {
            switch self {
            case .syntax(let error): "not JSON: \(error)"
            case .field(let field): "\(field.pointer) \(field.problem.words)"
            }
        }
    }

    /// Reads a scheme.
    ///
    /// - Throws: The first error; a missing or overlapping parameter by its name.
    public static func read(_ bytes: [UInt8]) throws(Defect) -> ServedScheme { try read(try parse(bytes)) }

    static func read(_ json: JSON) throws(Defect) -> ServedScheme {
        do { return try json.read(.scheme) } catch { throw .field(error) }
    }

    static func parse(_ bytes: [UInt8]) throws(Defect) -> JSON {
        var bytes = bytes
        bytes.dropByteOrderMark()
        do { return try JSON(parsing: bytes) } catch { throw .syntax(error) }
    }
}

extension JSON.Shape where Value == ServedScheme {
    fileprivate static var scheme: Self {
        .object { fields throws(MalformedField) in
            let name = try fields.required("scheme", .code)
            let label = try fields.required("label", .text(1...500))
            let effectiveFrom = try fields.required("effectiveFrom", .day)
            let (parameters, money) = try fields.required("parameters", .parameters(from: effectiveFrom))
            let scheme = Scheme(
                name: name, label: label, effectiveFrom: effectiveFrom, parameters: parameters,
                services: try fields.required("services", .array(of: .service)),
                guarantees: try fields.required("guarantees", .array(of: .guarantee)))
            return ServedScheme(scheme: scheme, money: money)
        }
    }
}

extension JSON.Shape where Value == (Scheme.Parameters, MoneyParameters?) {
    fileprivate static func parameters(from day: Day) -> Self {
        .object { fields throws(MalformedField) in
            (try Scheme.Parameters(&fields, from: day), try MoneyParameters.ifPresent(in: &fields, from: day))
        }
    }
}

extension Scheme.Parameters {
    fileprivate init(_ fields: inout JSON.Fields, from day: Day) throws(MalformedField) {
        func parameter<Value>(_ name: String, _ value: JSON.Shape<Value>) throws(MalformedField) -> Parameter<Value> {
            try fields.parameter(name, value, from: day)
        }
        self.init(
            balanceCotisation: try parameter("balanceCotisationCents", .cents), employerRate: try parameter("employerRate", .rate),
            agentFixedRate: try parameter("agentFixedRate", .rate), solidarityRate: try parameter("solidarityRate", .rate),
            payCeiling: try parameter("payCeilingCents", .cents), optionPrice: try parameter("optionPriceCents", .optionPrices),
            optionEmployerRate: try parameter("optionEmployerRate", .rate),
            optionEmployerCap: try parameter("optionEmployerCapCents", .cents),
            beneficiaryPrice: try parameter("beneficiaryPriceCents", .priceByBeneficiary),
            freeChildrenFromRank: try parameter("freeChildrenFromRank", .count(1...100)),
            portabilityMaxMonths: try parameter("portabilityMaxMonths", .count(0...120)),
            portabilityMonthRounding: try parameter("portabilityMonthRounding", .oneOf()),
            continuationDays: try parameter("continuationDays", .count(0...3660)),
            proofDueMonths: try parameter("proofDueMonths", .count(0...120)),
            childAgeLimit: try parameter("childAgeLimit", .count(0...120)),
            childStatusAgeLimit: try parameter("childStatusAgeLimit", .count(0...120)),
            childAgeTest: try parameter("childAgeTest", .oneOf()),
            partnerMustBeFiscallyDependent: try parameter("partnerMustBeFiscallyDependent", .bool),
            exemptionIndividualContractMaxMonths: try parameter("exemptionIndividualContractMaxMonths", .count(0...1200)),
            monthReference: try parameter("monthReference", .oneOf()))
    }
}

extension JSON.Fields {
    /// Takes a parameter that must be there.
    mutating func parameter<Value>(_ name: String, _ value: JSON.Shape<Value>, from day: Day) throws(MalformedField) -> Parameter<Value> {
        let rows = try required(name, .array(of: .row(value)))
        do throws(Parameter<Value>.Defect) { return try Parameter(name, rows: rows, effectiveFrom: day) } catch {
            throw MalformedField(.badValue(expected: error.expected)).under(name)
        }
    }
}

extension JSON.Shape {
    fileprivate static func row<Kind>(_ value: JSON.Shape<Kind>) -> Self where Value == Parameter<Kind>.Row {
        .object { fields throws(MalformedField) in
            Parameter.Row(
                from: try fields.required("from", .day), value: try fields.required("value", value),
                source: try fields.required("source", .text(1...500)), confirmed: try fields.required("confirmed", .bool),
                knownFrom: try fields.optional("knownFrom", .instant))
        }
    }
}

extension JSON.Shape where Value == Int {
    static func count(_ range: ClosedRange<Int>) -> Self {
        .number("\(range.lowerBound)…\(range.upperBound)") { range.contains($0) ? $0 : nil }
    }
}

extension JSON.Shape where Value == Rate {
    fileprivate static var rate: Self { .text("0.008") { Rate($0) } }
}

extension JSON.Shape where Value == [Option: PriceByPerson] {
    fileprivate static var optionPrices: Self {
        .object { fields throws(MalformedField) in
            [
                .option1: try fields.required(Option.option1.rawValue, .priceByPerson),
                .option2: try fields.required(Option.option2.rawValue, .priceByPerson),
            ]
        }
    }
}

extension JSON.Shape where Value == PriceByPerson {
    fileprivate static var priceByPerson: Self {
        .object { fields throws(MalformedField) in
            PriceByPerson(holder: try fields.required("holder", .cents), beneficiary: try PriceByBeneficiary(&fields))
        }
    }
}

extension JSON.Shape where Value == PriceByBeneficiary {
    fileprivate static var priceByBeneficiary: Self {
        .object { fields throws(MalformedField) in try PriceByBeneficiary(&fields) }
    }
}

extension PriceByBeneficiary {
    fileprivate init(_ fields: inout JSON.Fields) throws(MalformedField) {
        self.init(
            partner: try fields.required("partner", .cents), child: try fields.required("child", .cents),
            adultChild: try fields.required("adultChild", .cents))
    }
}

extension JSON.Shape where Value == Service {
    /// A service: all fields except `service` and `source` are conditions, each a number or a Boolean.
    fileprivate static var service: Self {
        JSON.Shape { json throws(MalformedField) in
            guard case .object(let object) = json else { throw MalformedField(.wrongType(expected: .object)) }
            var fields = JSON.Fields(of: object)
            let name = try fields.required("service", .code)
            let source = try fields.required("source", .text(1...500))
            var conditions: [Service.Condition] = []
            for member in object.members where member.key != "service" && member.key != "source" {
                conditions.append(Service.Condition(name: member.key, value: try fields.required(member.key, .condition)))
            }
            return Service(name: name, source: source, conditions: conditions)
        }
    }
}

extension JSON.Shape where Value == Service.Condition.Value {
    fileprivate static var condition: Self {
        JSON.Shape { json throws(MalformedField) in
            if case .bool(let flag) = json { return .flag(flag) }
            return .number(try json.read(.integer))
        }
    }
}

extension JSON.Shape where Value == Guarantee {
    fileprivate static var guarantee: Self {
        .object { fields throws(MalformedField) in
            let act = try fields.required("act", .code)
            let socialSecurity = try fields.required("socialSecurityPercent", .count(0...1000))
            var percent: [Option: Int] = [:]
            for option in Option.allCases { percent[option] = try fields.required(option.rawValue, .count(0...10_000)) }
            return Guarantee(act: act, socialSecurityPercent: socialSecurity, percent: percent)
        }
    }
}

extension Parameter.Defect {
    fileprivate var expected: String {
        switch self {
        case .missing(_, let day): "a row, always known, from \(day) or before"
        case .overlapping(_, let day): "one row from \(day), known from the same instant"
        }
    }
}

extension MalformedField.Problem {
    fileprivate var words: String {
        switch self {
        case .missing: "is missing"
        case .unknown: "is not known here"
        case .duplicate: "is there twice"
        case .wrongType(let expected): "must be of the type \(expected.rawValue)"
        case .badValue(let expected): "is not accepted; expected: \(expected)"
        }
    }
}
