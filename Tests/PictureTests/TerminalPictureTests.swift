import CivilTime
import ContractTesting
import Contracts
import RandomTesting
import Testing

@testable import Picture

@Suite struct TerminalPictureTests {
    private func text(_ subject: PictureSubject, columns: Int, isColoured: Bool = false) -> String {
        let layout = PictureLayout(of: subject, on: day("2027-07-12"), labels: .example)
        return TerminalPicture(layout, labels: .example, columns: columns, isColoured: isColoured).text
    }

    @Test(arguments: [40, 60, 80, 120, 200])
    func `no line is wider than the terminal, and each lane has its fills`(columns: Int) throws {
        let lines = text(try ExampleLife.subject(), columns: columns).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        #expect(lines.allSatisfy { TerminalText.columns(of: $0) <= columns })
        #expect(lines.count == 2 + 2 * 5 + 1 + 5 + 1)
        #expect(lines[5].contains("█") && lines[5].contains("▓") && lines[5].contains("░") && lines[5].contains("╳"))
        #expect(lines[4].contains("Camille Durand") && lines[13].contains("●") && lines[14].contains("◆"))
    }

    @Test func `colours come as control sequences, and plain text has none`() throws {
        let coloured = text(try ExampleLife.subject(), columns: 80, isColoured: true)
        #expect(coloured.contains("\u{1B}[0;36m█") || coloured.contains("\u{1B}[0;36m▏"))
        for line in coloured.split(separator: "\n") where line.contains("\u{1B}[0;") { #expect(line.contains("\u{1B}[0m")) }
        #expect(!text(try ExampleLife.subject(), columns: 80).contains("\u{1B}"))
    }

    @Test func `a name with control sequences reaches no terminal`() {
        let name = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{2068}Zoë👩‍👩‍👧\u{2069}\r\n日本"
        let subject = PictureSubject(
            standing: Timeline(ShownStanding(.active)), persons: [.init(.holder, title: name, name: name, cover: Timeline(.none))],
            payments: Timeline(.zero), facts: [], knownVersion: 0, knownOn: day("2027-07-12"), isPresent: true)
        let lines = text(subject, columns: 80)
        let forbidden: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{9B}", "\u{202E}", "\u{2068}", "\r"]
        #expect(lines.unicodeScalars.allSatisfy { !forbidden.contains($0) } && lines.contains("Zoë👩‍👩‍👧") && lines.contains("日本"))
    }

    @Test(arguments: 0..<30)
    func `any subject fits any terminal`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let columns = Int.random(in: -5...500, using: &random)
        for line in text(.random(&random), columns: columns).split(separator: "\n") {
            #expect(TerminalText.columns(of: String(line)) <= min(max(columns, 40), 400))
        }
        #expect(!text(.empty(), columns: columns).isEmpty)
    }
}
