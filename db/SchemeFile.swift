/// A scheme's parameters as the executable brings them along, not yet read.
public struct SchemeFile: Sendable {
    /// The name of its file, such as `fpe-education-2026.json`.
    public let name: String
    /// The file, byte for byte.
    public let bytes: [UInt8]

    /// Every scheme of `db/schemes`, by name.
    public static let all = [
        SchemeFile(name: "fpe-education-2026.json", bytes: PackageResources.fpe_education_2026_json)
    ]
}
