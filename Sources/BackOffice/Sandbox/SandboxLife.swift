import ContractService
import JSON
import Words

/// A made-up life for a case of the guide: a contract, its story, and its commands in order.
struct SandboxLife: Sendable {
    let contract: ContractID
    let about: Bilingual
    let commands: [(name: CommandName, body: JSON)]

    /// All lives of the sandbox. A test checks that each line is read.
    static let all = SandboxLife.read(String(decoding: PackageResources.lives_tsv, as: UTF8.self))

    /// Reads lives. A line has a contract, a command and its body, separated by tabs. Before the lines of a contract comes its description,
    /// in English (`# 1. …`) and in French (`# fr: …`).
    static func read(_ text: String) -> [SandboxLife] {
        var lives: [SandboxLife] = []
        var (english, french) = ("", "")
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# fr: ") { french = String(line.dropFirst(6)) }
            if line.hasPrefix("# "), let end = line.firstIndex(of: "."), Int(line.dropFirst(2)[..<end]) != nil {
                english = String(line[line.index(end, offsetBy: 2)...])
            }
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count == 3, let contract = ContractID(parts[0]), let name = CommandName(rawValue: parts[1]),
                let body = try? JSON(parsing: Array(parts[2].utf8))
            else { continue }
            if lives.last?.contract == contract, let last = lives.popLast() {
                lives.append(SandboxLife(contract: contract, about: last.about, commands: last.commands + [(name, body)]))
            } else {
                lives.append(SandboxLife(contract: contract, about: both(french, english), commands: [(name, body)]))
            }
        }
        return lives
    }
}
