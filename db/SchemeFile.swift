/// A scheme's parameter file, embedded in the executable and not yet parsed.
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
