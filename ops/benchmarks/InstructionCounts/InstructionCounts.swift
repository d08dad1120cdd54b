/// Does one operation many times, for a tool that counts the instructions in ``Operation/runCounted()``: `ops/bench instructions`.
///
/// Of a named operation it prints how many times it was done there; without a name it prints the names of all. With a size it does each operation
/// on the contract of that name and size once, and prints what they are and how many microseconds they took.
@main
struct InstructionCounts {
    static let rounds = 10

    static func main() throws {
        if CommandLine.arguments.count > 2, let size = Int(CommandLine.arguments[2]) { return try grow(CommandLine.arguments[1], to: size) }
        let operations = try Operation.all(of: Life())
        guard CommandLine.arguments.count > 1 else { return print(operations.map(\.name).joined(separator: "\n")) }
        guard let operation = operations.first(where: { $0.name == CommandLine.arguments[1] }) else { throw Unknown() }
        // What is made on first use is made before.
        try operation.run()
        for _ in 0..<rounds { try operation.runCounted() }
        print(operation.count * rounds)
    }

    private static func grow(_ name: String, to size: Int) throws {
        guard let contract = FullContract.all(of: size).first(where: { $0.name == name }) else { throw Unknown() }
        let operations = try Operation.all(of: contract, schemes: Life().schemes)
        // What is made on first use is made before.
        for operation in try Operation.all(of: FullContract.all(of: 100)[0], schemes: Life().schemes) { try operation.run() }
        for operation in operations {
            let duration = try ContinuousClock().measure { try operation.runCounted() }
            print(operation.name, duration / .microseconds(1), separator: "\t")
        }
    }

    /// There is no operation or contract with that name.
    struct Unknown: Error {}
}
