import FoundationEssentials

/// A request with a place for the contract.
struct RequestTemplate {
    private let parts: [[UInt8]]
    private let contracts: [[UInt8]]
    private var random = Randomness()

    init(_ bytes: [UInt8], contracts: [[UInt8]]) {
        let text = String(decoding: bytes, as: UTF8.self)
        parts = text.split(separator: "{id}", omittingEmptySubsequences: false).map { Array($0.utf8) }
        self.contracts = contracts
    }

    /// Writes the next request in the place of what is there.
    mutating func write(to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        let contract = contracts.isEmpty ? Array(random.uuid.utf8) : contracts[Int(random.next() % UInt64(contracts.count))]
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes += contract }
            bytes += part
        }
    }
}

/// xorshift64*: cheap, and another sequence in each run, so that no contract is new twice.
private struct Randomness {
    private var state = UInt64.random(in: 1 ... .max)

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }

    /// A version 4 UUID.
    var uuid: String {
        mutating get {
            let (high, low) = (next(), next())
            var text = ""
            for (digits, length) in [
                (high >> 32, 8), (high >> 16 & 0xFFFF, 4), (high & 0x0FFF | 0x4000, 4), (low >> 48 & 0x3FFF | 0x8000, 4),
                (low & 0xFFFF_FFFF_FFFF, 12),
            ] {
                let part = String(digits, radix: 16)
                text += (text.isEmpty ? "" : "-") + String(repeating: "0", count: length - part.count) + part
            }
            return text
        }
    }
}
