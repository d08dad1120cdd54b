/// Does one operation many times, for a tool that counts the instructions in ``Operation/runCounted()``: `ops/bench instructions`.
///
/// Of a named operation it prints how many times it was done there; without a name it prints the names of all.
@main
struct InstructionCounts {
    static let rounds = 10

    static func main() throws {
        let operations = try Operation.all(of: Life())
        guard CommandLine.arguments.count > 1 else { return print(operations.map(\.name).joined(separator: "\n")) }
        guard let operation = operations.first(where: { $0.name == CommandLine.arguments[1] }) else { throw Unknown() }
        // What is made on first use is made before.
        try operation.run()
        for _ in 0..<rounds { try operation.runCounted() }
        print(operation.count * rounds)
    }

    /// There is no operation with that name.
    struct Unknown: Error {}
}
