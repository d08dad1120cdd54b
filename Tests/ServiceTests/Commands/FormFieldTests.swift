import ContractService
import Testing
import Words

/// Holds the forms of clerks to the bodies of the interface.
@Suite struct FormFieldTests {
    @Test func `clerks have the commands of the interface`() {
        #expect(Set(ClerkCommand.allCases.map(\.rawValue)) == Set(CommandName.allCases.map(\.rawValue)))
        #expect(SourceChannel.allCases.map(\.rawValue) == CommandSource.Channel.allCases.map(\.rawValue))
    }

    @Test(arguments: BodyTable.all.filter { $0.command != .correct })
    func `a form asks for the fields of the body, and for no others`(body: BodyTable) throws {
        let form = try #require(ClerkCommand(rawValue: body.command.rawValue)).fields
        let asked = form.filter { !$0.pointer.contains("/identity/") }
        // Where the command came from is asked of every command alike.
        let told = body.fields.filter { ![.object, .list, .identity].contains($0.form) && $0.path[0] != "source" }
        let pointers = told.map { $0.pointer.replacing("/1/", with: "/0/") }
        #expect(Set(asked.map(\.pointer)) == Set(pointers))
        for field in asked {
            guard case .choice(let choices) = field.input,
                case .oneOf(let values)? = told.first(where: { $0.pointer == field.pointer })?.form
            else {
                continue
            }
            // `suspend` takes the causes of temporary cessations only to refuse them with their own rule.
            #expect(Set(choices.map(\.value)).isSubset(of: values), "\(field.pointer)")
            if body.command != .suspend { #expect(choices.count == values.count, "\(field.pointer)") }
        }
    }
}
