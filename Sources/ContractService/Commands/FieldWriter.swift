import CivilTime
import Contracts
import JSON

/// Receives the fields of an object, one by one. Keys must be distinct.
protocol FieldWriter {
    mutating func put(_ key: String, _ text: String)
    mutating func put(_ key: String, _ number: Int)
    mutating func put(_ key: String, _ truth: Bool)
    /// Writes an object with the fields that `tell` puts.
    mutating func put(_ key: String, tell: (inout Self) -> Void)
    /// Writes an array of objects; `tell` puts the fields of each item.
    mutating func put<Item>(_ key: String, _ items: [Item], tell: (inout Self, Item) -> Void)
}

extension FieldWriter {
    mutating func put(_ key: String, _ day: Day) { put(key, day.description) }
    mutating func put(_ key: String, _ month: Month) { put(key, month.description) }
    mutating func put(_ key: String, _ beneficiary: BeneficiaryID) { put(key, beneficiary.description) }
    mutating func put(_ key: String, _ name: some RawRepresentable<String>) { put(key, name.rawValue) }

    /// Writes a day; nil writes no field.
    mutating func put(_ key: String, _ day: Day?) {
        if let day { put(key, day) }
    }
}

/// Builds a JSON tree, with members in the order of their `put` calls.
extension JSON.Object: FieldWriter {
    mutating func put(_ key: String, _ text: String) { append(key, .string(text)) }
    mutating func put(_ key: String, _ number: Int) { append(key, JSON(number)) }
    mutating func put(_ key: String, _ truth: Bool) { append(key, .bool(truth)) }

    mutating func put(_ key: String, tell: (inout Self) -> Void) {
        var object = JSON.Object()
        tell(&object)
        append(key, .object(object))
    }

    mutating func put<Item>(_ key: String, _ items: [Item], tell: (inout Self, Item) -> Void) {
        append(
            key,
            .array(
                items.map { item in
                    var object = JSON.Object()
                    tell(&object, item)
                    return .object(object)
                }))
    }
}
