import CWait
import Glibc
import Histogram

/// Requests on all connections, and how long their answers took.
struct Load {
    private var connections: [Connection]
    private var template: RequestTemplate
    private var watched: [pollfd]
    private var latencies = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
    private var statuses: [Int: Int] = [:]
    private var request: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(port: UInt16, connections: Int, template: RequestTemplate) throws {
        self.template = template
        self.connections = try (0..<connections).map { _ in try Connection(port: port) }
        watched = self.connections.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
    }

    /// Sends for a while, and waits for the last answers. With a rate, a latency counts from when its request was due, whether it could be sent
    /// then or not.
    mutating func run(for seconds: Double, rate: Double?) throws -> Outcome {
        let start = Self.now
        let end = start + UInt64(seconds * 1e9)
        let interval = rate.map { UInt64(1e9 / $0) }
        var free = Array(connections.indices)
        var due = start
        var sent = 0
        while true {
            let now = Self.now
            while let index = free.last, due <= now, now < end || (interval != nil && due < end) {
                free.removeLast()
                template.write(to: &request)
                try connections[index].send(request, due: interval == nil ? now : due)
                sent += 1
                if let interval { due += interval }
            }
            if free.count == connections.count, now >= end { break }
            let patience = free.isEmpty || now >= end ? 100_000_000 : due > now ? due - now : 0
            guard wait_for(&watched, UInt(watched.count), Int(patience)) > 0 else { continue }
            for index in watched.indices where watched[index].revents != 0 {
                guard let status = try connections[index].receive(through: &buffer), let asked = connections[index].due else { continue }
                latencies.record(Self.now - asked)
                statuses[status, default: 0] += 1
                connections[index].due = nil
                free.append(index)
            }
        }
        return Outcome(sent: sent, seconds: Double(Self.now - start) / 1e9, statuses: statuses, latencies: latencies)
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// What came of a load.
struct Outcome {
    let sent: Int
    let seconds: Double
    let statuses: [Int: Int]
    let latencies: Histogram<UInt64>

    /// Latencies in microseconds.
    var json: String {
        let statuses = statuses.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        let latencies = [("p50", 50), ("p95", 95), ("p99", 99), ("max", 100)].map { name, percentile in
            "\"\(name)\": \(Double(self.latencies.valueAtPercentile(percentile)) / 1000)"
        }.joined(separator: ", ")
        return "{\"sent\": \(sent), \"seconds\": \(seconds), \"statuses\": {\(statuses)}, \(latencies)}"
    }
}
