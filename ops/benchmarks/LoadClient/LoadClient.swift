import ArgumentParser
import FoundationEssentials
import Glibc

/// A client that costs little beside the service it loads: one thread, keep-alive connections, one request at a time on each.
///
/// No tool of Debian's sends at a fixed rate with a new body each time; `wrk` and `hey` wait for the answer before, and so leave out of their
/// latencies what a stalled service made everybody else wait.
@main
struct LoadClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load a service on this machine, and print what came of it as one JSON object.")

    @Option(help: "The port on 127.0.0.1.")
    var port: UInt16

    @Option(help: "A file that holds one request, head and body; {id} stands for a contract.")
    var request: String

    @Option(help: "A file of contracts, one a line, to be asked for at random; else each request has a new one.")
    var contracts: String?

    @Option(help: "How many connections.")
    var connections = 64

    @Option(help: "How long to send.")
    var seconds = 5.0

    @Option(help: "How many requests a second, whether the ones before are answered or not; else each connection sends as soon as it may.")
    var rate: Double?

    func run() throws {
        let contracts = try contracts.map { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n").map { Array($0.utf8) } }
        let template = RequestTemplate(Array(try String(contentsOfFile: request, encoding: .utf8).utf8), contracts: contracts ?? [])
        var load = try Load(port: port, connections: connections, template: template)
        print(try load.run(for: seconds, rate: rate).json)
    }
}
