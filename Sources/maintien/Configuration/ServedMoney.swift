import Billing

/// What runs need of the schemes that are served, by name.
struct ServedMoney {
    /// The parameters of money of the schemes that have them.
    let parameters: [String: MoneyParameters]
    /// The SHA-256 of the file of each scheme, in hexadecimal digits.
    let digests: [String: String]
}
