import CivilTime
import Contracts
import JSON

/// What takes the fields of an object one after the other. Their keys are distinct.
protocol FieldWriter {
    mutating func put(_ key: String, _ text: String)
    mutating func put(_ key: String, _ number: Int)
    mutating func put(_ key: String, _ truth: Bool)
    /// An object, of the fields that `tell` puts.
    mutating func put(_ key: String, tell: (inout Self) -> Void)
    /// An array of objects, of the fields that `tell` puts of each item.
    mutating func put<Item>(_ key: String, _ items: [Item], tell: (inout Self, Item) -> Void)
}

extension FieldWriter {
    mutating func put(_ key: String, _ day: Day) { put(key, day.description) }
    mutating func put(_ key: String, _ month: Month) { put(key, month.description) }
    mutating func put(_ key: String, _ beneficiary: BeneficiaryID) { put(key, beneficiary.description) }
    mutating func put(_ key: String, _ name: some RawRepresentable<String>) { put(key, name.rawValue) }

    /// A day, or no field.
    mutating func put(_ key: String, _ day: Day?) {
        if let day { put(key, day) }
    }
}

/// A tree, its members in the order in which they were put.
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
