public import JSON

extension JSON {
    /// The fields of an identity by which a person is reached.
    public static let contactFields: Set<String> = ["email", "phone", "address"]

    /// An identity with all but names hidden: whether there is a number or an address shows, and what it is does not.
    public var masked: JSON {
        guard let object else { return self }
        var masked = JSON.Object()
        for member in object.members {
            masked.append(member.key, JSON.contactFields.contains(member.key) || member.key == "nir" ? "•••" : member.value)
        }
        return .object(masked)
    }

    /// The changes of an identity, each masked.
    public var maskingIdentities: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.maskingIdentities))
        case .object(let object):
            var masked = JSON.Object()
            for member in object.members {
                masked.append(member.key, member.key == "identity" ? member.value.masked : member.value.maskingIdentities)
            }
            return .object(masked)
        default: return self
        }
    }
}
