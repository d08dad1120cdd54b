import JSON
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ShapeTests {
    enum Income: String, CaseIterable, Sendable { case salary, none }
    struct Suspension: Equatable, Sendable {
        var version: Int
        var income: Income
        var months: [Int]
        var paid: Bool?
        var by: String?
    }

    static let suspension = JSON.Shape<Suspension>.object { fields throws(MalformedField) in
        Suspension(
            version: try fields.required("version", .number(">= 1") { $0 >= 1 ? $0 : nil }),
            income: try fields.required("income", .oneOf()),
            months: try fields.required("months", .array(of: .integer)),
            paid: try fields.optional("paid", .bool),
            by: try fields.optional("by", .object { by throws(MalformedField) in try by.required("na/me", .string) }))
    }

    @Test func `an object of the shape is read, absent and null optional fields alike`() throws {
        let whole: JSON = ["income": "salary", "version": 3, "months": [1, 2], "paid": true, "by": ["na/me": "x"]]
        #expect(try whole.read(Self.suspension) == Suspension(version: 3, income: .salary, months: [1, 2], paid: true, by: "x"))
        let bare: JSON = ["version": 1, "income": "none", "months": [], "paid": nil]
        #expect(try bare.read(Self.suspension) == Suspension(version: 1, income: .none, months: [], paid: nil, by: nil))
    }

    @Test(
        arguments: [
            ([], "", .wrongType(expected: .object)), ("{}", "", .wrongType(expected: .object)), ([:], "/version", .missing),
            (["version": nil], "/version", .wrongType(expected: .integer)), (["version": "1"], "/version", .wrongType(expected: .integer)),
            (["version": .number("1.5")], "/version", .wrongType(expected: .integer)),
            (["version": 0], "/version", .badValue(expected: ">= 1")),
            (["version": 1, "income": "Salary"], "/income", .badValue(expected: "salary | none")),
            (["version": 1, "income": 1], "/income", .wrongType(expected: .string)),
            (["version": 1, "income": "none", "months": 1], "/months", .wrongType(expected: .array)),
            (["version": 1, "income": "none", "months": [1, true]], "/months/1", .wrongType(expected: .integer)),
            (["version": 1, "income": "none", "months": [], "by": [:]], "/by/na~1me", .missing),
            (["version": 1, "income": "none", "months": [], "by": ["na/me": "a\u{0}"]], "/by/na~1me", .badValue(expected: "!= U+0000")),
            (["version": 1, "income": "none", "months": [], "by": ["na/me": "a", "b": 1]], "/by/b", .unknown),
            (["version": 1, "typo": nil, "income": "none", "months": [], "more": 1], "/typo", .unknown),
            (["version": 1, "income": "none", "months": [], "paid": 0], "/paid", .wrongType(expected: .boolean)),
        ] as [(JSON, String, MalformedField.Problem)])
    func `the first thing that is wrong is told with its pointer`(json: JSON, pointer: String, problem: MalformedField.Problem) {
        #expect(throws: MalformedField(problem, at: pointer)) { try json.read(Self.suspension) }
    }

    @Test(arguments: [63, 64, 65, 200])
    func `of a large object too, the first field that nobody asked for is told`(count: Int) {
        let object = JSON.Object((0..<count).map { ("k\($0)", 0) })
        let shape = JSON.Shape<Int>.object { fields throws(MalformedField) in
            try fields.required("k0", .integer) + fields.required("k\(count - 1)", .integer)
        }
        #expect(throws: MalformedField(.unknown, at: "/k1")) { try JSON.object(object).read(shape) }
    }
}
