import CivilTime
import ContractTesting
import JSON
import Testing
import Words

@testable import BackOffice

/// What a form asks for besides its preview: a row, a command more in a correction, or one less.
@Suite struct ActFormTests {
    private typealias Typed = [(String, String)]

    private static let periods = "/bulletin/activityPeriods"

    private func fields(_ typed: Typed) -> PageFields { PageFields(typed.map { (name: $0.0, value: $0.1) }) }

    /// What is typed after the form was sent, with where its page leads.
    private func change(_ command: ClerkCommand, _ typed: Typed) -> (typed: TypedFields, next: String?) {
        let form = fields(typed)
        var after = TypedFields(form)
        let next = ActForm(form, of: command).change(&after) { command, place, typed in
            typed["/commands/\(place)/command"] = command.rawValue
            typed["/commands/\(place)/filled"] = "in"
        }
        return (after, next)
    }

    private func rows(_ command: ClerkCommand, _ typed: TypedFields) -> Int {
        FormFields(command, typed: typed).fields.count { $0.pointer.hasSuffix("/from") && $0.pointer.contains("activityPeriods") }
    }

    @Test func `a row that was added is there, and stays in the draft while it is empty`() throws {
        let (typed, next) = change(.startPortability, [("\(Self.periods)/0/from", "01/09/2019"), ("add", Self.periods)])
        #expect(next == "form")
        #expect(rows(.startPortability, typed) == 2)
        let draft = try #require(ActDraft(ActDraft(typed, version: 1, day: day("2027-07-12")).text))
        #expect(rows(.startPortability, draft.typed) == 2)
    }

    @Test(arguments: ["/bulletin", "/commands/0/bulletin/activityPeriods", "row", "/bulletin/activityPeriods/0"])
    func `rows are added to the lists of the form, and to nothing else`(list: String) {
        let (typed, next) = change(.startPortability, [("\(Self.periods)/0/from", ""), ("add", list)])
        #expect(next == nil && rows(.startPortability, typed) == 1)
    }

    @Test(
        arguments: [(0, 2), (1, 3), (98, 100), (99, 100), (100, 2), (Int.max, 2), (-1, 2)])
    func `no row that a form names leads beyond the bounds`(row: Int, count: Int) {
        let (typed, _) = change(.startPortability, [("\(Self.periods)/\(row)/from", ""), ("add", Self.periods)])
        #expect(rows(.startPortability, typed) == count)
    }

    @Test func `a command that is chosen comes behind those that are there`() {
        let (typed, next) = change(
            .correct,
            [("/rescind/0", "3"), ("/commands/0/command", "resume"), ("/commands/0/effectiveOn", "4/1/27"), ("tell", "declare-pay")])
        #expect(FormFields(.correct, typed: typed).told.map(\.command) == [.resume, .declarePay])
        #expect(typed["/commands/0/effectiveOn"] == "4/1/27" && typed["/commands/1/filled"] == "in")
        #expect(next == FormField.correctionCommand(at: 1).identifier)
    }

    @Test func `a command that is taken out makes place for those behind it, with their rows`() {
        let (typed, next) = change(
            .correct,
            [
                ("/rescind/0", "3"), ("/commands/0/command", "resume"), ("/commands/0/effectiveOn", "4/1/27"),
                ("/commands/1/command", "start-portability"), ("/commands/1\(Self.periods)/1/from", "1/9/19"),
                ("/commands/2/command", "declare-pay"), ("/commands/2/effectiveOn", "1/8/27"), ("remove", "0"),
            ])
        #expect(next == "form")
        #expect(FormFields(.correct, typed: typed).told.map(\.command) == [.startPortability, .declarePay])
        #expect(typed["/commands/0\(Self.periods)/1/from"] == "1/9/19" && typed["/commands/1/effectiveOn"] == "1/8/27")
        #expect(typed["/commands/0/effectiveOn"].isEmpty && !typed.hasField(below: "/commands/2/") && typed["/rescind/0"] == "3")
    }

    @Test(
        arguments: [
            [("remove", "1")], [("remove", "-1")], [("remove", "x")], [("tell", "")], [("tell", "rescind")], [("tell", "correct")],
            [("tell", "x")], [],
        ] as [[(String, String)]])
    func `anything else asks for the preview`(asked: [(String, String)]) {
        let typed = [("/rescind/0", "3"), ("/commands/0/command", "resume")]
        let (after, next) = change(.correct, typed + asked)
        #expect(next == nil && after == TypedFields(fields(typed)))
    }

    @Test func `a correction tells a bounded number of commands`() {
        var typed: Typed = (0..<FormFields.mostCommands).map { ("/commands/\($0)/command", "resume") }
        #expect(change(.correct, typed + [("tell", "resume")]).next == nil)
        typed.append(("/commands/\(FormFields.mostCommands)/command", "resume"))
        #expect(FormFields(.correct, typed: TypedFields(fields(typed))).told.count == FormFields.mostCommands)
    }

    @Test func `only a correction tells commands`() {
        let (typed, next) = change(.resume, [("/effectiveOn", "4/1/27"), ("tell", "resume"), ("remove", "0")])
        #expect(next == nil && FormFields(.resume, typed: typed).told.isEmpty)
    }
}
