import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// An event in the scratch file, made but not yet recorded.
struct Entry {
    let contract: UUID
    let version: Int
    let recorder: Recorder
    let event: NewEvent

    private static let types = CommandName.allCases.compactMap(\.eventType)
    private static let typeNumbers = Dictionary(uniqueKeysWithValues: zip(types, UInt8(0)...))

    /// Appends an event of a life to `bytes`.
    static func write(_ event: Life.Event, of contract: UInt128, to bytes: inout [UInt8]) -> String {
        let new = NewEvent(event.recorded.fact)
        func put(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        put(contract)
        put(UInt32(event.recorded.version))
        put(event.recorder.index)
        put(typeNumbers[new.type] ?? .max)
        put(UInt16(new.schema))
        put(UInt32(new.payload.count))
        bytes.append(contentsOf: new.payload)
        return new.type
    }

    /// Reads the event at `place`, and moves `place` after it.
    init(_ bytes: [UInt8], at place: inout Int) {
        func take<Number: FixedWidthInteger>(_: Number.Type) -> Number {
            defer { place += MemoryLayout<Number>.size }
            return bytes.withUnsafeBytes { Number(bigEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
        }
        contract = UUID(bits: take(UInt128.self))
        version = Int(take(UInt32.self))
        recorder = Recorder(index: take(UInt8.self))
        let type = Entry.types[Int(take(UInt8.self))]
        let schema = Int(take(UInt16.self))
        let count = Int(take(UInt32.self))
        event = NewEvent(type: type, schema: schema, payload: Array(bytes[place..<place + count]))
        place += count
    }
}
