import FoundationEssentials
import JSON
import Testing

/// The scheme of tests about money, as a file for `--scheme`.
enum MoneyScheme {
    /// Its name.
    static let name = "littoral-2026"

    /// Writes it, with the parameters of money.
    ///
    /// - Parameter values: other values of parameters, by their names, from the scheme's first day on.
    static func write(to path: String, changing values: [String: JSON] = [:]) throws {
        let files = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/ServiceTests/SchemeFiles"
        func read(_ name: String) throws -> JSON {
            try JSON(parsing: Array(try #require(FileManager.default.contents(atPath: "\(files)/\(name)"))))
        }
        var scheme = try #require(try read("\(name).json").object)
        var parameters = try #require(scheme["parameters"]?.object)
        for member in try read("littoral-money.json").object?.members ?? [] { parameters.append(member.key, member.value) }
        for (name, value) in values {
            var period = try #require(parameters[name]?[0]?.object)
            period["value"] = value
            parameters[name] = [.object(period)]
        }
        scheme["parameters"] = .object(parameters)
        try Data(JSON.object(scheme).bytes()).write(to: URL(filePath: path))
    }
}
