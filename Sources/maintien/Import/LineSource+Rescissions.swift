import ContractService
import Glibc
import Synchronization
import SystemPackage

extension LineSource {
    /// Finds the rescissions in the lines. Call it before the first line is read. Incomplete if the source is given up meanwhile.
    func rescissions() async throws -> StreamRescissions {
        try await onThread { source in
            if !source.isRegularFile { try source.copyToFile() }
            return try source.findRescissions()
        }
    }

    /// Copies the input to an unnamed file, which disappears with the process.
    private func copyToFile() throws {
        do {
            let file = try ScratchFile()
            copy.withLock { $0 = file }
            while let bytes = try readNow(from: descriptor), !bytes.isEmpty {
                try file.append(bytes)
                size.add(bytes.count, ordering: .relaxed)
            }
        } catch let failure as ScratchFile.Failure {
            throw VerbTrouble("Standard input cannot be copied to a file in \(failure).")
        }
    }

    /// Searches the file for lines that rescind. Parses only lines with a word for it or with an escaped letter, since few lines rescind.
    private func findRescissions() throws -> StreamRescissions {
        var found = StreamRescissions()
        let file = copy.withLock { $0?.descriptor } ?? descriptor
        // Standard input may already be in the middle of a file: reading starts from there.
        let start = Int(lseek(file, 0, SEEK_CUR))
        guard start >= 0, let status = try? Stat(FileDescriptor(rawValue: file)), status.size > start else { return found }
        let length = Int(status.size)
        // Maps one page more, so that zeros follow the file and it can be searched as a C string.
        let room = length + Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let reserved = mmap(nil, room, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), reserved != MAP_FAILED,
            mmap(reserved, length, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) != MAP_FAILED
        else { throw VerbTrouble("The commands cannot be read: \(String(cString: strerror(errno))).") }
        defer { munmap(reserved, room) }
        let bytes = UnsafeRawBufferPointer(start: reserved, count: length)
        var (line, counted, next) = (1, start, start)
        for place in LineSource.candidates(in: bytes, from: start) where place >= next {
            if isGivenUp.load(ordering: .relaxed) { break }
            let begin = bytes[start..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? start
            let end = bytes[place...].firstIndex(of: 0x0A) ?? length
            line += bytes[counted..<begin].count { $0 == 0x0A }
            found.add(bytes[begin..<end], number: line)
            (counted, next) = (begin, end)
        }
        return found
    }

    /// The places of the words that a line that rescinds may contain, in order.
    ///
    /// - Parameter bytes: the file, followed by a zero.
    private static func candidates(in bytes: UnsafeRawBufferPointer, from start: Int) -> [Int] {
        guard let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return [] }
        var places: [Int] = []
        for word in ["\"rescind\"", "\"correct\"", "\\u006", "\\u007"] {
            var place = start
            while place < bytes.count {
                if let found = strstr(text + place, word) {
                    places.append(UnsafePointer(found) - text)
                    place = UnsafePointer(found) - text + 1
                } else {
                    // The search ended at a zero, which may be inside the file.
                    place += strlen(text + place) + 1
                }
            }
        }
        return places.sorted()
    }
}
