import Glibc
import Testing

/// Connections by the thousand.
@Suite(.timeLimit(.minutes(10)))
struct CrowdTests {
    @Test func `more connections than the shell's limit of files are open at once, and another caller is served`() async throws {
        let most = 1_500
        try allowFiles(most + 512)
        try await withDirectory { directory in
            // As a shell starts it: 1024 files, and more if it asks for them.
            let serving = try await Serving.start(["--data", directory + "/data"], limitingFilesTo: 1024)
            // Each address of the loopback is a stranger of its own.
            var crowd: [Int32] = []
            defer { for descriptor in crowd { close(descriptor) } }
            for number in 0..<most {
                let descriptor = try #require(connect(to: serving.port, from: 0x7f01_0001 + UInt32(number / 60)))
                crowd.append(descriptor)
            }
            // All were accepted, not only queued: each is answered.
            let question = Array("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            var buffer = [UInt8](repeating: 0, count: 12)
            for descriptor in crowd {
                #expect(send(descriptor, question, question.count, Int32(MSG_NOSIGNAL)) == question.count)
                #expect(recv(descriptor, &buffer, buffer.count, Int32(MSG_WAITALL)) == buffer.count)
                #expect(buffer.elementsEqual("HTTP/1.1 200".utf8))
            }
            let contract = "/v1/contracts/3f0e8c1a-6a57-4d0b-9a3e-1f1f5a2b7c01"
            #expect(try await serving.connect().send("POST", contract + "/affiliate", .affiliation()).status == 201)
            await serving.stop()
        }
    }

    /// So that this process itself may have as many open.
    private func allowFiles(_ number: Int) throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        limit.rlim_cur = max(limit.rlim_cur, rlim_t(number))
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
    }

    /// A connection from one of the loopback's addresses.
    private func connect(to port: Int, from source: UInt32) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        func with(_ address: UInt32, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = in_port_t(port).bigEndian
            name.sin_addr.s_addr = in_addr_t(address).bigEndian
            return withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
        }
        let isThere =
            with(source, 0) { bind(descriptor, $0, $1) } == 0 && with(0x7f00_0001, port) { Glibc.connect(descriptor, $0, $1) } == 0
        if !isThere { close(descriptor) }
        return isThere ? descriptor : nil
    }
}
