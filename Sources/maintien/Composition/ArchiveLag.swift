/// Measures how old the oldest write-ahead log is that is not archived, from looks at both ends.
///
/// What was written before the first look counts from that look: a service that has just started knows no earlier instant.
struct ArchiveLag {
    private var looks: [(at: ContinuousClock.Instant, written: Int64)] = []
    /// The most looks kept, when the archive stands still.
    private static let most = 1000

    /// The lag in seconds, 0 when all is archived.
    ///
    /// - Parameters:
    ///   - written: up to which byte write-ahead log was written.
    ///   - archived: up to which byte it is archived.
    mutating func seconds(at now: ContinuousClock.Instant, written: Int64, archived: Int64) -> Double {
        looks.removeAll { $0.written <= archived }
        if written > archived, written > looks.last?.written ?? 0 {
            // Only the oldest look tells the lag; those behind it are what it falls to.
            if looks.count == Self.most { looks.removeLast() }
            looks.append((now, written))
        }
        return looks.first.map { ($0.at.duration(to: now)) / .seconds(1) } ?? 0
    }

    /// The byte at which a file of the write-ahead log ends; nil for the name of another file.
    ///
    /// - Parameter name: timeline, number and place within the number, of 8 hexadecimal digits each.
    static func end(of name: String, segment size: Int64) -> Int64? {
        let name = name.prefix(24)
        guard name.utf8.count == 24, let high = Int64(name.dropFirst(8).prefix(8), radix: 16), let low = Int64(name.suffix(8), radix: 16)
        else { return nil }
        return (high << 32) + (low + 1) * size
    }
}
