import FoundationEssentials
import Glibc

/// A process and those it started, such as a PostgreSQL server. They can be made to stand still.
public struct ProcessFamily: Sendable {
    private let members: [Int32]

    /// The members now.
    public init(of parent: Int32) {
        let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        members =
            [parent]
            + processes.filter { process in
                // Behind the name, which may hold anything, stand the state and the parent.
                let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
                let words = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
                return words.count > 2 && Int32(words[2]) == parent
            }
    }

    /// Sends SIGSTOP to each member.
    public func standStill() { for member in members { Glibc.kill(member, SIGSTOP) } }

    /// Sends SIGKILL to each member, the parent first, so that it starts none again.
    public func kill() { for member in members { Glibc.kill(member, SIGKILL) } }

    /// Sends SIGCONT to each member.
    public func goOn() { for member in members { Glibc.kill(member, SIGCONT) } }
}
