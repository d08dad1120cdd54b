public import JSON

extension JSON {
    /// The contact fields of an identity.
    public static let contactFields: Set<String> = ["email", "phone", "address"]

    /// An identity with its contact details and NIR hidden. It shows which fields exist, but not these values.
    public var masked: JSON {
        guard let object else { return self }
        var masked = JSON.Object()
        for member in object.members {
            masked.append(member.key, JSON.contactFields.contains(member.key) || member.key == "nir" ? "•••" : member.value)
        }
        return .object(masked)
    }

    /// An identity's changes, each masked.
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
