import ContractService
import Testing
import Words

@testable import BackOffice

@Suite struct SandboxLifeTests {
    @Test func `each life is read whole, with what it is about in both languages`() throws {
        #expect(SandboxLife.all.count == 27)
        #expect(SandboxLife.all.reduce(0) { $0 + $1.commands.count } == 118)
        #expect(Set(SandboxLife.all.map(\.contract)).count == 27)
        for life in SandboxLife.all {
            for language in Language.allCases { #expect(!life.about[language].isEmpty) }
            for command in life.commands { _ = try Command(command.name, body: command.body) }
        }
        #expect(Set(SandboxLife.all.map(\.about.french)).count == 27)
        #expect(Set(SandboxLife.all.map(\.about.english)).count == 27)
    }

    @Test func `a line that is none is passed over, and a life goes on where its lines do`() {
        let text = """
            # 1. One.
            # fr: Un.
            00000000-0000-4000-8000-000000000001\tresume\t{"effectiveOn": "2026-05-01"}
            00000000-0000-4000-8000-000000000001\tresume\tno JSON
            nothing
            # 2. Two.
            # fr: Deux.
            00000000-0000-4000-8000-000000000002\tresume\t{"effectiveOn": "2026-05-01"}
            00000000-0000-4000-8000-000000000002\tresume\t{"effectiveOn": "2026-05-02"}
            """
        let lives = SandboxLife.read(text)
        #expect(lives.map(\.commands.count) == [1, 2])
        #expect(lives.map(\.about.english) == ["One.", "Two."] && lives.map(\.about.french) == ["Un.", "Deux."])
    }
}
