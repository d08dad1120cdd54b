import BankFiles
import Billing
import CivilTime
import Testing

/// A file of a bank among the samples. `ops/papers` holds them to the schemas of ISO 20022.
enum SampleFile: CaseIterable {
    case statusOfDebits, statusOfFile, statusOfBatch, notification02, notification08

    var bytes: [UInt8] {
        switch self {
        case .statusOfDebits: PackageResources.status_debits_03_xml
        case .statusOfFile: PackageResources.status_file_03_xml
        case .statusOfBatch: PackageResources.status_batch_12_xml
        case .notification02: PackageResources.notification_02_xml
        case .notification08: PackageResources.notification_08_xml
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Reads a file that comes in pieces of a length.
func read(_ bytes: [UInt8], inPiecesOf length: Int = 1000, upTo limit: Int = BankFile.greatestLength) throws -> BankFile {
    var rest = bytes[...]
    return try BankFile(upTo: limit) {
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }
}

func read(_ text: String) throws -> BankFile { try read(Array(text.utf8)) }

/// Why a file is not read; nil when it is.
func defect(_ bytes: [UInt8], inPiecesOf length: Int = 1000) -> BankFileDefect? {
    do {
        _ = try read(bytes, inPiecesOf: length)
        return nil
    } catch let defect as BankFileDefect { return defect } catch {
        Issue.record("\(error)")
        return nil
    }
}

func defect(_ text: String) -> BankFileDefect? { defect(Array(text.utf8)) }

func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
    return day
}
